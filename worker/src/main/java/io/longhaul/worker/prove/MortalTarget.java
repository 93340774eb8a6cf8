package io.longhaul.worker.prove;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * A real target whose statements end as fate has it. Who dies in one leaves it to the database: nobody waits for it,
 * and closing this target closes its connection under it, as the end of a process does.
 */
final class MortalTarget extends Through {

    private static final Duration GLANCE = Duration.ofMillis(2);

    private static final Failure FAILURE =
            new Failure("longhaul", "prove", "made to fail, so that it is seen whether it can be taken back");

    private final Engine engine;
    private final Fate fate;
    private final Known known;
    private final LongSupplier nanoTime;
    private final Optional<Inside> inside;

    MortalTarget(Engine engine, Target real, Fate fate, Known known, LongSupplier nanoTime) {
        this(engine, real, fate, known, nanoTime, Optional.empty());
    }

    private MortalTarget(
            Engine engine, Target real, Fate fate, Known known, LongSupplier nanoTime, Optional<Inside> inside) {
        super(real);
        this.engine = engine;
        this.fate = fate;
        this.known = known;
        this.nanoTime = nanoTime;
        this.inside = inside;
    }

    /** One of built-in operations, which send their statements by connections that {@link #within} has made. */
    static MortalTarget ofBuiltIn(Target real, Inside inside, Fate fate, Known known, LongSupplier nanoTime) {
        return new MortalTarget(Engine.BUILT_IN, real, fate, known, nanoTime, Optional.of(inside));
    }

    /** A connection to ClickHouse of a built-in operation. */
    static MortalTarget within(Target real, Inside inside, Fate fate, Known known, LongSupplier nanoTime) {
        return new MortalTarget(Engine.CLICKHOUSE, real, fate, known, nanoTime, Optional.of(inside));
    }

    /**
     * What is known of statements from elsewhere.
     *
     * @param halfway when each is half done
     * @param calls which of them functions and built-in operations have sent
     * @param borders which of them may be sent at all
     */
    record Known(Halfway halfway, Calls calls, Borders borders) {}

    @Override
    public Outcome execute(TargetStatement statement) {
        fate.mustLive();
        Optional<Failure> crossed = inside.isEmpty() && Calls.isFromInside(statement.query())
                ? known.borders().crossed(engine, statement)
                : Optional.empty();
        if (crossed.isPresent()) {
            return new Outcome.Failed(crossed.get());
        }
        if (engine == Engine.BUILT_IN) {
            inside.ifPresent(operation -> operation.begins(statement.query()));
        }
        Outcome outcome = asFateHasIt(statement, knownAs(statement.query()));
        // A function may have caught its death.
        fate.mustLive();
        return outcome;
    }

    /** By what the rounds know the statement. */
    private QueryId knownAs(QueryId query) {
        return engine == Engine.BUILT_IN ? query : inside.map(Inside::next).orElse(query);
    }

    private Outcome asFateHasIt(TargetStatement statement, QueryId knownAs) {
        Optional<Boundary> failure = fate.failure(knownAs);
        if (failure.isPresent()) {
            return failing(failure.get(), statement);
        }
        Optional<Boundary> death = fate.death(knownAs);
        return death.isPresent() ? dying(death.get(), statement) : living(statement, knownAs);
    }

    private Outcome living(TargetStatement statement, QueryId knownAs) {
        long sentAt = nanoTime.getAsLong();
        Outcome outcome = real.execute(statement);
        if (!fate.isDisturbed()) {
            known.calls().sent(knownAs);
            known.halfway().note(knownAs, Duration.ofNanos(nanoTime.getAsLong() - sentAt));
        }
        return outcome;
    }

    private Outcome failing(Boundary where, TargetStatement statement) {
        Outcome outcome = where == Boundary.BEFORE ? new Outcome.Returned(0) : real.execute(statement);
        return outcome instanceof Outcome.Returned ? new Outcome.Failed(FAILURE) : outcome;
    }

    private Outcome dying(Boundary where, TargetStatement statement) {
        Outcome outcome = switch (where) {
            case BEFORE -> throw fate.die();
            case DURING -> hasAnInside() ? insideOf(statement) : endIfQuick(statement);
            case AFTER -> real.execute(statement);
        };
        if (outcome instanceof Outcome.Returned) {
            throw fate.die();
        }
        return outcome;
    }

    private boolean hasAnInside() {
        return engine == Engine.JAVA || engine == Engine.BUILT_IN;
    }

    /** The worker dies in what is sent from there; where nothing is, there is no inside. */
    private Outcome insideOf(TargetStatement whole) {
        return real.execute(whole);
    }

    /** How it ended, where it ended before it was seen running halfway; else the worker dies. */
    private Outcome endIfQuick(TargetStatement statement) {
        FutureTask<Outcome> sent = new FutureTask<>(() -> real.execute(statement));
        Thread sender = new Thread(sent, "longhaul-prove-statement");
        sender.setDaemon(true);
        sender.start();
        long sentAt = nanoTime.getAsLong();
        long half = known.halfway().of(statement.query()).toNanos();
        while (true) {
            try {
                long rest = half - (nanoTime.getAsLong() - sentAt);
                Outcome outcome = sent.get(Math.max(GLANCE.toNanos(), rest), TimeUnit.NANOSECONDS);
                fate.wasTooQuick();
                return outcome;
            } catch (TimeoutException stillRunning) {
                if (isSeen(statement.query())) {
                    throw fate.die();
                }
            } catch (ExecutionException mistake) {
                throw new IllegalStateException(mistake.getCause());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw fate.die();
            }
        }
    }

    private boolean isSeen(QueryId query) {
        try {
            return real.running(query).isPresent();
        } catch (TargetRefused notNow) {
            return false;
        }
    }

    @Override
    public List<Map<String, String>> rows(String query, Map<String, String> parameters) {
        fate.mustLive();
        return super.rows(query, parameters);
    }
}
