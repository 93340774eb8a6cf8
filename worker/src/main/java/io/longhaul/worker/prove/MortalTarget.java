package io.longhaul.worker.prove;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.worker.target.Marks;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Running;
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
final class MortalTarget implements Target {

    private static final Duration GLANCE = Duration.ofMillis(2);

    private static final Failure FAILURE =
            new Failure("longhaul", "prove", "made to fail, so that it is seen whether it can be taken back");

    private final Target real;
    private final Fate fate;
    private final Halfway halfway;
    private final LongSupplier nanoTime;

    MortalTarget(Target real, Fate fate, Halfway halfway, LongSupplier nanoTime) {
        this.real = real;
        this.fate = fate;
        this.halfway = halfway;
        this.nanoTime = nanoTime;
    }

    @Override
    public Outcome execute(TargetStatement statement) {
        Optional<Boundary> failure = fate.failure(statement.query());
        if (failure.isPresent()) {
            return failing(failure.get(), statement);
        }
        Optional<Boundary> death = fate.death(statement.query());
        return death.isPresent() ? dying(death.get(), statement) : living(statement);
    }

    private Outcome living(TargetStatement statement) {
        long sentAt = nanoTime.getAsLong();
        Outcome outcome = real.execute(statement);
        if (!fate.isDisturbed()) {
            halfway.note(statement.query(), Duration.ofNanos(nanoTime.getAsLong() - sentAt));
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
            case DURING -> endIfQuick(statement);
            case AFTER -> real.execute(statement);
        };
        if (outcome instanceof Outcome.Returned) {
            throw fate.die();
        }
        return outcome;
    }

    /** How it ended, where it ended before it was seen running halfway; else the worker dies. */
    private Outcome endIfQuick(TargetStatement statement) {
        FutureTask<Outcome> sent = new FutureTask<>(() -> real.execute(statement));
        Thread sender = new Thread(sent, "longhaul-prove-statement");
        sender.setDaemon(true);
        sender.start();
        long sentAt = nanoTime.getAsLong();
        long half = halfway.of(statement.query()).toNanos();
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
        return real.rows(query, parameters);
    }

    @Override
    public Optional<Running> running(QueryId query) {
        return real.running(query);
    }

    @Override
    public List<QueryId> running(String prefix) {
        return real.running(prefix);
    }

    @Override
    public void kill(QueryId query) {
        real.kill(query);
    }

    @Override
    public List<String> tables(String prefix) {
        return real.tables(prefix);
    }

    @Override
    public long freeDiskBytes() {
        return real.freeDiskBytes();
    }

    @Override
    public long freeDiskBytesFor(String table) {
        return real.freeDiskBytesFor(table);
    }

    @Override
    public long rowCount(String table) {
        return real.rowCount(table);
    }

    @Override
    public long tableBytes(String table) {
        return real.tableBytes(table);
    }

    @Override
    public boolean mayPass(Failure failure) {
        return real.mayPass(failure);
    }

    @Override
    public boolean gaveNoAnswer(Failure failure) {
        return real.gaveNoAnswer(failure);
    }

    @Override
    public boolean changedNothing(Failure failure) {
        return real.changedNothing(failure);
    }

    @Override
    public String quoted(String identifier) {
        return real.quoted(identifier);
    }

    @Override
    public void fence(Hold hold) {
        real.fence(hold);
    }

    @Override
    public Optional<Boolean> committed(QueryId query) {
        return real.committed(query);
    }

    @Override
    public boolean mark(QueryId query) {
        return real.mark(query);
    }

    @Override
    public Marks marks(RunId run) {
        return real.marks(run);
    }

    @Override
    public boolean isReachable() {
        return real.isReachable();
    }

    @Override
    public void close() {
        real.close();
    }
}
