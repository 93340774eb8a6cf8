package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.run.DeadWorker.Orphan;
import io.longhaul.worker.target.Outcome;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What may not be repeated happens once on PostgreSQL, whatever a dead worker had come to. */
@Tag("slow")
class AppliedOnceByTheDeadIT {

    private static final By ALICE = new By("alice@desk", "");

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @AutoClose
    private App app;

    @BeforeEach
    void database() {
        app = new App(services);
    }

    @Test
    void aStatementWhoseWorkerDiedInItIsKilledAndSentAgain() {
        SqlOperation slow = App.postgres("UPDATE account SET n = n + 1 WHERE pg_sleep(1.5) IS NOT NULL");
        try (Bench bench = app.bench(slow)) {
            Orphan orphan = bench.dead.orphan(1);

            assertThat(bench.carriedOut(orphan.run())).isEqualTo(RunState.SUCCEEDED);

            assertThat(orphan.running().join()).isInstanceOf(Outcome.Failed.class);
            assertThat(app.sum()).isEqualTo("3");
            assertThat(App.journal(bench, orphan.run())).containsExactly("1 FORWARD FAILED", "1 FORWARD DONE");
        }
    }

    /** Its commit cannot come any more; to wait for it would be in vain. */
    @Test
    void aTransactionIsNotWaitedForThoughItTellsWhenItIsDone() {
        SqlOperation slow = new SqlOperation(
                "count up",
                Engine.POSTGRES,
                List.of("UPDATE account SET n = n + 1 WHERE pg_sleep(1.5) IS NOT NULL"),
                Optional.empty(),
                List.of(App.COUNT_DOWN),
                Optional.of("SELECT sum(n) = 3 FROM account"),
                Handling.of(CrashRule.RESUME));
        try (Bench bench = app.bench(slow)) {
            Orphan orphan = bench.dead.orphan(1);

            assertThat(bench.carriedOut(orphan.run())).isEqualTo(RunState.SUCCEEDED);

            assertThat(orphan.running().join()).isInstanceOf(Outcome.Failed.class);
            assertThat(app.sum()).isEqualTo("3");
        }
    }

    @Test
    void aStatementThatItsDeadWorkerHadCommittedIsFoundDone() {
        try (Bench bench = app.bench(App.postgres(App.COUNT_UP), App.postgres("SELECT 2"))) {
            Orphan orphan = bench.dead.leftCommitted(bench.ask().id(), 1, Direction.FORWARD);

            assertThat(bench.carriedOut(orphan.run())).isEqualTo(RunState.SUCCEEDED);

            assertThat(app.sum()).isEqualTo("3");
            assertThat(App.journal(bench, orphan.run())).containsExactly("1 FORWARD FOUND_DONE", "2 FORWARD DONE");
            assertThat(bench.store.search().details(orphan.run()).orElseThrow().errors())
                    .extracting(error -> error.failure().code())
                    .containsExactly("worker-lost");
        }
    }

    @Test
    void onceItIsFoundDoneTheReaperGoesByTheRuleOfTheOperationAfterIt() {
        SqlOperation asking = App.handled(App.postgres(App.SLOWLY), Handling.of(CrashRule.ASK));
        try (Bench bench = app.bench(App.postgres(App.COUNT_UP), asking)) {
            Orphan orphan = bench.dead.leftCommitted(bench.ask().id(), 1, Direction.FORWARD);
            CompletableFuture<Void> work = bench.carryOut(orphan.run());
            Bench.running(app.target, orphan.run(), 2);

            assertThat(bench.store.takeovers().owned())
                    .singleElement()
                    .satisfies(owned -> assertThat(owned.crashRule()).isEqualTo(CrashRule.ASK));

            bench.store.controls().stop(orphan.run(), ALICE);
            work.join();
            assertThat(bench.find(orphan.run()).state()).isEqualTo(RunState.FAILED);
        }
    }

    @Test
    void aRollbackThatItsDeadWorkerHadCommittedIsFoundDone() {
        try (Bench bench = app.bench(App.postgres(App.COUNT_UP, App.COUNT_DOWN))) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            bench.store.controls().rollBack(run, ALICE);
            bench.dead.leftCommitted(run, 1, Direction.BACKWARD);

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);

            assertThat(app.sum()).isEqualTo("0");
            assertThat(App.journal(bench, run)).containsExactly("1 FORWARD DONE", "1 BACKWARD FOUND_DONE");
        }
    }

    /** What the dead worker's statement did is taken back with the rest: it had happened. */
    @Test
    void aStatementThatItsDeadWorkerHadCommittedIsTakenBackWhenTheRunGoesBack() {
        try (Bench bench = app.bench(App.postgres(App.COUNT_UP, App.COUNT_DOWN))) {
            Orphan orphan = bench.dead.leftCommitted(bench.ask().id(), 1, Direction.FORWARD);
            bench.store.controls().stopAndRollBack(orphan.run(), ALICE);

            assertThat(bench.carriedOut(orphan.run())).isEqualTo(RunState.ROLLED_BACK);

            assertThat(app.sum()).isEqualTo("0");
        }
    }

    @Test
    void aStatementThatWasNeverCommittedIsNotTakenBackWhenTheRunGoesBack() {
        try (Bench bench = app.bench(App.postgres(App.SLOWLY, App.COUNT_DOWN))) {
            Orphan orphan = bench.dead.orphan(1);
            bench.store.controls().stopAndRollBack(orphan.run(), ALICE);

            assertThat(bench.carriedOut(orphan.run())).isEqualTo(RunState.ROLLED_BACK);

            assertThat(app.sum()).isEqualTo("0");
        }
    }

    @Test
    void aRunWaitsAndSaysSoWhileSomebodyElseKeepsItsFenceFromBeingRaised() throws Exception {
        try (Bench bench = app.bench(App.postgres(App.COUNT_UP));
                Connection other = app.connect();
                Statement statement = other.createStatement()) {
            Orphan orphan = bench.dead.leftCommitted(bench.ask().id(), 1, Direction.FORWARD);
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE longhaul_mark IN SHARE MODE");

            CompletableFuture<Void> work = bench.carryOut(orphan.run());

            Bench.await()
                    .until(() -> bench.find(orphan.run())
                            .reason()
                            .orElse("")
                            .startsWith("waiting for PostgreSQL, which refuses: postgres 55P03"));
            other.rollback();
            work.join();
            assertThat(bench.find(orphan.run()).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(app.sum()).isEqualTo("3");
        }
    }
}
