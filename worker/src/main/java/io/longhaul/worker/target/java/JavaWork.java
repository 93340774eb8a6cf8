package io.longhaul.worker.target.java;

import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.Work;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.store.Checkpoints;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A function at work. Its own thread works with it; others ask how far it is, and end it. */
final class JavaWork extends JavaLook implements Work {

    private final QueryId query;
    private final Checkpoints checkpoints;
    private final BooleanSupplier mayAct;
    private final LongSupplier nanoTime;
    private final long begunAt;
    private volatile boolean killed;
    private volatile double fraction;
    private final AtomicLong statements = new AtomicLong();
    private volatile @Nullable InFlight inFlight;

    /** {@code mayAct} is false while the worker cannot say that it lives. */
    JavaWork(
            QueryId query,
            Targets targets,
            Map<String, String> parameters,
            Checkpoints checkpoints,
            BooleanSupplier mayAct,
            LongSupplier nanoTime) {
        super(targets, parameters);
        this.nanoTime = nanoTime;
        this.begunAt = nanoTime.getAsLong();
        this.query = query;
        this.checkpoints = checkpoints;
        this.mayAct = mayAct;
    }

    @Override
    public long execute(Query statement, Map<String, String> values) {
        goOn();
        Target target = target(statement);
        QueryId own = query.within(statements.incrementAndGet());
        inFlight = new InFlight(target, own);
        try {
            Outcome outcome = target.execute(new TargetStatement(own, statement.sql(), values));
            if (outcome instanceof Outcome.Returned returned) {
                return returned.rows();
            }
            if (killed) {
                throw new Stopped("the function was ended in a statement");
            }
            throw new StatementFailed(
                    outcome instanceof Outcome.Failed failed ? failed.failure() : ((Outcome.Lost) outcome).failure());
        } finally {
            inFlight = null;
        }
    }

    private Target target(Query statement) {
        try {
            return targets().of(statement.engine());
        } catch (TargetRefused none) {
            throw new StatementFailed(none.failure());
        }
    }

    @Override
    public List<Map<String, String>> rows(Query question, Map<String, String> values) {
        goOn();
        return super.rows(question, values);
    }

    @Override
    public void progress(double reached) {
        fraction = Math.max(fraction, Math.min(1, Math.max(0, reached)));
    }

    @Override
    public Optional<String> checkpoint() {
        return checkpoints.last(query);
    }

    @Override
    public void remember(String checkpoint) {
        goOn();
        if (!checkpoints.remember(query, checkpoint)) {
            throw new Stopped("the run is another worker's");
        }
    }

    @Override
    public void goOn() {
        if (killed) {
            throw new Stopped("the function is to end");
        }
        if (!mayAct.getAsBoolean()) {
            throw new StatementFailed(new Failure(
                    "java", JavaTarget.WAITS, "PostgreSQL does not answer, so this worker may not act for now"));
        }
    }

    /** Ends the statement in flight, and whatever comes after it. */
    void kill() {
        killed = true;
        InFlight now = inFlight;
        if (now != null) {
            now.target.kill(now.query);
        }
    }

    boolean isKilled() {
        return killed;
    }

    /** By its own word; each statement counts as motion too. */
    Running running() {
        long share = Math.round(fraction * 1_000_000);
        return new Running(share, 1_000_000, statements.get(), false, Duration.ofNanos(nanoTime.getAsLong() - begunAt));
    }

    private record InFlight(Target target, QueryId query) {}
}
