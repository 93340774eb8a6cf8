package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
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

/** What may not be repeated happens once on PostgreSQL, whatever breaks. */
@Tag("slow")
class AppliedOnceIT {

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
    void aStatementThatNeverArrivedIsSentAgain() {
        try (Bench bench = app.bench(App.postgres(App.COUNT_UP))) {
            app.wire.loseRequest("SET n = n + 1", 1);
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(app.sum()).isEqualTo("3");
            assertThat(App.journal(bench, run)).containsExactly("1 FORWARD FAILED", "1 FORWARD DONE");
        }
    }

    @Test
    void aStatementWhoseCommitNeverArrivedIsSentAgain() {
        try (Bench bench = app.bench(App.postgres(App.COUNT_UP))) {
            app.wire.loseRequest("COMMIT", 1);
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(app.sum()).isEqualTo("3");
            assertThat(App.journal(bench, run)).containsExactly("1 FORWARD FAILED", "1 FORWARD DONE");
        }
    }

    @Test
    void aStatementWhoseAnswerWasLostAfterItsCommitIsFoundDone() {
        try (Bench bench = app.bench(App.postgres(App.COUNT_UP), App.postgres("SELECT 2"))) {
            app.wire.loseAnswer("COMMIT");
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(app.sum()).isEqualTo("3");
            assertThat(App.journal(bench, run)).containsExactly("1 FORWARD FOUND_DONE", "2 FORWARD DONE");
            assertThat(bench.find(run).progress().fraction()).isEqualTo(1);
        }
    }

    /** Whatever its crash rule says of dead workers: here nobody died, and the result is known. */
    @Test
    void aLostAnswerLeavesNoDoubtForACrashRuleToDecide() {
        SqlOperation asking = App.handled(App.postgres(App.COUNT_UP), Handling.of(CrashRule.ASK));
        try (Bench bench = app.bench(asking)) {
            app.wire.loseRequest("SET n = n + 1", 1);
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(app.sum()).isEqualTo("3");
        }
    }

    @Test
    void aRollbackWhoseAnswerWasLostAfterItsCommitIsFoundDone() {
        try (Bench bench = app.bench(App.postgres(App.COUNT_UP, App.COUNT_DOWN))) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            bench.store.controls().rollBack(run, ALICE);
            app.wire.loseAnswer("COMMIT");

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);

            assertThat(app.sum()).isEqualTo("0");
            assertThat(App.journal(bench, run)).containsExactly("1 FORWARD DONE", "1 BACKWARD FOUND_DONE");
        }
    }

    /** Somebody has looked after whatever kept its done from saying yes; the statement itself is there. */
    @Test
    void aStatementThatWasCommittedThoughItsDoneSaidNoIsNotSentAgainWhenTheRunIsResumed() {
        app.byHand("CREATE TABLE seen (n int)");
        SqlOperation unseen = new SqlOperation(
                "count up",
                Engine.POSTGRES,
                List.of(App.COUNT_UP),
                Optional.empty(),
                List.of(App.COUNT_DOWN),
                Optional.of("SELECT count(*) = 1 FROM seen"),
                Handling.of(CrashRule.RESUME));
        try (Bench bench = app.bench(unseen)) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            bench.store.controls().resume(run, ALICE);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);
            assertThat(bench.find(run).reason().orElse("")).contains("'done' says that its effect is not there");
            assertThat(app.sum()).isEqualTo("3");

            app.byHand("INSERT INTO seen VALUES (1)");
            bench.store.controls().resume(run, ALICE);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(app.sum()).isEqualTo("3");
        }
    }

    @Test
    void anIndexThatIsNotValidIsClearedAwayByTheStatementBeforeIt() throws Exception {
        SqlOperation index = new SqlOperation(
                "index",
                Engine.POSTGRES,
                List.of("DROP INDEX CONCURRENTLY IF EXISTS i", "CREATE INDEX CONCURRENTLY i ON account (n)"),
                Optional.empty(),
                List.of("DROP INDEX CONCURRENTLY IF EXISTS i"),
                Optional.of("SELECT count(*) = 1 FROM pg_index WHERE indexrelid = to_regclass('i') AND indisvalid"),
                Handling.of(CrashRule.RESUME));
        try (Bench bench = app.bench(index);
                Connection older = app.connect();
                Statement statement = older.createStatement()) {
            RunId run = bench.ask().id();
            older.setAutoCommit(false);
            statement.execute("UPDATE account SET n = n");
            CompletableFuture<Void> work = bench.carryOut(run);
            QueryId waits = Bench.running(app.target, run, 2);
            Bench.await()
                    .until(() -> app.value("SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('i')")
                            .equals("1"));

            app.value("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '%s'"
                    .formatted(waits));

            Bench.await().until(() -> App.journal(bench, run).contains("2 FORWARD FAILED"));
            older.rollback();
            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(app.value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('i')"))
                    .isEqualTo("t");
            assertThat(App.journal(bench, run))
                    .containsExactly("1 FORWARD DONE", "2 FORWARD FAILED", "1 FORWARD DONE", "2 FORWARD DONE");
        }
    }
}
