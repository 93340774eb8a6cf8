package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.run.DeadWorker.Orphan;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker is gone and its statement runs on: what the next worker makes of that. */
@Tag("slow")
class OrphanedStatementIT {

    private static final By ALICE = new By("alice@desk", "");

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @Test
    void aStatementThatTellsWhenItIsDoneIsWaitedForAndNotSentAgain() {
        try (Bench bench = bench(Operations.insertWithDone())) {
            Orphan orphan = bench.dead.orphan(1);

            assertThat(bench.carriedOut(orphan.run())).isEqualTo(RunState.SUCCEEDED);

            assertThat(orphan.running()).isDone();
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("" + Operations.ROWS);
            assertThat(results(bench, orphan.run())).containsExactly(Attempt.Result.FAILED, Attempt.Result.FOUND_DONE);
        }
    }

    @Test
    void aStatementThatWritesToAStagingTableIsKilledAndCanDoNoHarmLater() {
        try (Bench bench = bench(Operations.insertByStaging())) {
            bench.sql("CREATE TABLE lh_staging_00000000_e1 AS t");
            Orphan orphan = orphanIn(bench);

            assertThat(bench.carriedOut(orphan.run())).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT toString((count(), uniqExact(number))) FROM t"))
                    .isEqualTo("(%d,%d)".formatted(Operations.ROWS, Operations.ROWS));
            assertThat(bench.value("SELECT toString(groupArray(name)) FROM (SELECT name FROM system.tables"
                            + " WHERE database = currentDatabase() ORDER BY name)"))
                    .as("its own are gone, another run's is not touched")
                    .isEqualTo("['lh_staging_00000000_e1','longhaul_mark','t']");
            Outcome late = bench.target.execute(
                    new TargetStatement(new QueryId(orphan.query() + ".2"), orphan.sql(), Map.of()));
            assertThat(late)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.failure().code()).isEqualTo("60"));
        }
    }

    @Test
    void aStatementOfAnOlderEpochThatArrivesLateIsGoneBeforeAnythingIsPublished() {
        try (Bench bench = bench(Operations.insertByStaging())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            bench.running(run, 2);
            QueryId late = new QueryId(QueryId.prefix(run) + "9-0-e0");
            CompletableFuture<Outcome> zombie =
                    CompletableFuture.supplyAsync(() -> bench.target.execute(new TargetStatement(
                            late, "SELECT count() FROM numbers(60) WHERE sleepEachRow(0.9) = 0", Map.of())));

            work.join();

            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(zombie.join()).isInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void aStopThatWasAskedForMeanwhileIsGrantedOnceTheStatementIsGone() {
        try (Bench bench = bench(Operations.insertWithDone())) {
            Orphan orphan = bench.dead.orphan(1);
            assertThat(bench.store.controls().stop(orphan.run(), ALICE)).isInstanceOf(Controls.Answer.Asked.class);

            assertThat(bench.carriedOut(orphan.run())).isEqualTo(RunState.FAILED);

            assertThat(bench.find(orphan.run()).reason()).contains("stopped as asked");
            assertThat(bench.target.running(QueryId.prefix(orphan.run()))).isEmpty();
            assertThat(bench.value("SELECT count() < %d FROM t".formatted(Operations.ROWS)))
                    .as("it was not waited for")
                    .isEqualTo("1");
        }
    }

    @Test
    void aRunThatIsHandedOverInItsStatementIsGoneOnWithByTheNextWorker() {
        try (Bench bench = bench(Operations.insertWithDone())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> first = bench.carryOut(run);
            QueryId left = bench.running(run, 1);

            bench.execution.handOver();
            bench.execution.handOver();

            assertThat(bench.find(run).state()).isEqualTo(RunState.QUEUED);
            assertThat(bench.find(run).dispatch()).isEqualTo(2);
            assertThat(bench.target.running(left)).as("it is left running").isPresent();
            assertThat(first.handle((done, fenced) -> fenced).join())
                    .as("whatever the first worker still does with it is fenced")
                    .hasCauseInstanceOf(Fenced.class);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("" + Operations.ROWS);
        }
    }

    @Test
    void aRollbackGoesOnWhereItsLastWorkerStopped() {
        try (Bench bench = bench(Operations.slowToTakeBack())) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            bench.store.controls().rollBack(run, ALICE);
            CompletableFuture<Void> first = bench.carryOut(run);
            bench.running(run, 1, 2);

            bench.execution.handOver();

            assertThat(bench.find(run).direction()).isEqualTo(Direction.BACKWARD);
            assertThat(first.handle((done, fenced) -> fenced).join()).hasCauseInstanceOf(Fenced.class);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);
            List<String> back = bench.store.journal().attempts(run).stream()
                    .filter(attempt -> attempt.direction() == Direction.BACKWARD)
                    .map(attempt -> attempt.chunk() + " "
                            + attempt.result().map(Enum::name).orElse("open"))
                    .toList();
            // Killed and sent again, or at its end before that, and found so.
            assertThat(back).isIn(List.of("1 DONE", "2 FAILED", "2 DONE"), List.of("1 DONE", "2 FOUND_DONE"));
        }
    }

    /** The dead worker had made its staging table. */
    private static Orphan orphanIn(Bench bench) {
        return bench.dead.orphan(2, staging -> bench.sql("CREATE TABLE %s AS t".formatted(staging)));
    }

    private static List<Attempt.Result> results(Bench bench, RunId run) {
        return bench.store.journal().attempts(run).stream()
                .map(Attempt::result)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Bench bench(SqlOperation... does) {
        String clickHouse = services.freshClickHouseUrl();
        Bench bench = new Bench(services.freshPostgresUrl(), services.freshRedisUrl(), clickHouse, clickHouse, does);
        bench.sql("CREATE TABLE t (number UInt64) ENGINE = MergeTree ORDER BY number");
        return bench;
    }
}
