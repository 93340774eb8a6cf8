package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Intent;
import io.longhaul.common.store.Permit;
import io.longhaul.common.store.Takeovers.Verdict;
import io.longhaul.worker.settle.StagingTables;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A worker that has died in a statement of a run, which was then taken over: what the next one finds. */
final class DeadWorker {

    static final WorkerId ID = new WorkerId("w-dead");

    private final Bench bench;

    DeadWorker(Bench bench) {
        this.bench = bench;
    }

    /** A worker claims the run, begins its only operation, and dies in it; then the run is taken over. */
    void diesIn(RunId run, Direction direction, Direction next, Consumer<TargetStatement> dying) {
        Hold hold = bench.claim(run, ID).hold();
        Plan plan = bench.store.runs().plan(run).orElseGet(bench::plan);
        bench.store.runs().begin(hold, plan, direction);
        PlannedOperation planned = plan.operations().get(0);
        boolean forward = direction == Direction.FORWARD;
        String statement = forward ? planned.statement() : planned.rollback().get(0);
        QueryId query = QueryId.of(run, 1, forward ? 0 : 1, hold.epoch());
        bench.store.journal().intend(hold, new Intent(1, forward ? 0 : 1, direction, query, statement));
        dying.accept(new TargetStatement(query, statement, Map.of()));
        takeOver(next);
    }

    /** The run of a worker that died in this operation (from 1), whose statement is running on. */
    Orphan orphan(int operation) {
        return orphan(operation, staging -> {});
    }

    /** The same; before the statement is sent, somebody makes the staging table of this name. */
    Orphan orphan(int operation, Consumer<String> before) {
        Orphan orphan = send(bench.ask().id(), operation, Direction.FORWARD, before);
        Target on = target(bench.plan().operations().get(operation - 1).engine());
        Bench.await().until(() -> on.running(orphan.query()).isPresent());
        takeOver(Direction.FORWARD);
        return orphan;
    }

    /** The run of a worker that died in this operation (from 1), whose statement had come to its end. */
    Orphan leftCommitted(RunId run, int operation, Direction direction) {
        Orphan orphan = send(run, operation, direction, staging -> {});
        assertThat(orphan.running().join()).isInstanceOf(Outcome.Returned.class);
        takeOver(direction);
        return orphan;
    }

    private Orphan send(RunId run, int operation, Direction direction, Consumer<String> before) {
        Hold hold = bench.claim(run, ID).hold();
        bench.store.runs().begin(hold, bench.plan(), direction);
        PlannedOperation planned = bench.plan().operations().get(operation - 1);
        boolean forward = direction == Direction.FORWARD;
        int chunk = forward ? 0 : 1;
        String statement = forward ? planned.statement() : planned.rollback().get(0);
        QueryId query = QueryId.of(run, operation, chunk, hold.epoch());
        Permit permit = bench.store.journal().intend(hold, new Intent(operation, chunk, direction, query, statement));
        if (!(permit instanceof Permit.Granted)) {
            throw new AssertionError("not granted");
        }
        before.accept(StagingTables.name(hold));
        String sql = forward ? new Staging(hold).fill(planned) : statement;
        Target on = target(planned.engine());
        CompletableFuture<Outcome> running =
                CompletableFuture.supplyAsync(() -> on.execute(new TargetStatement(query, sql, planned.parameters())));
        return new Orphan(run, hold, query, sql, running);
    }

    /** The dead worker had a session of its own on ClickHouse; on PostgreSQL each statement has one. */
    private Target target(Engine engine) {
        return engine == Engine.CLICKHOUSE ? bench.target : bench.ownTarget(engine);
    }

    private void takeOver(Direction direction) {
        bench.store
                .takeovers()
                .takeOver(
                        bench.store.takeovers().owned().get(0),
                        new Verdict.Queue(direction, Duration.ZERO),
                        new Failure("longhaul", "worker-lost", "for a test"),
                        "r-bench");
    }

    /** A statement whose worker is dead, and its run, queued again. */
    record Orphan(RunId run, Hold hold, QueryId query, String sql, CompletableFuture<Outcome> running) {}
}
