package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Retry;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operation that takes too long, fails, or is no longer wanted. */
@Tag("slow")
class HandlingIT {

    private static final By ALICE = new By("alice@desk", "");

    /** A lock that is not to be had, so many times: sequences count also what is rolled back. */
    private static final String LOCKED_TWICE =
            "DO $$ BEGIN IF nextval('tries') < 3 THEN RAISE lock_not_available; END IF; END $$";

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @AutoClose
    private App app;

    @BeforeEach
    void database() {
        app = new App(services);
        app.byHand("CREATE SEQUENCE tries");
    }

    @Test
    void whatTakesTooLongOnPostgresIsKilledAndHasFailed() {
        try (Bench bench = app.bench(within(App.postgres(App.SLOWLY)))) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            assertThat(bench.find(run).reason().orElse(""))
                    .contains("took longer than 300ms and was killed: postgres 57014");
            assertThat(App.journal(bench, run)).containsExactly("1 FORWARD FAILED");
            assertThat(app.sum()).isEqualTo("0");
        }
    }

    @Test
    void whatTakesTooLongOnClickHouseIsKilledAndHasFailed() {
        try (Bench bench = app.bench(within(Operations.insertByStaging()))) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            assertThat(bench.find(run).reason().orElse(""))
                    .contains("took longer than 300ms and was killed: clickhouse 394");
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("0");
        }
    }

    @Test
    void aLockThatIsNotToBeHadIsTriedForAgainAsTheDefinitionSays() {
        try (Bench bench = app.bench(tried(LOCKED_TWICE, 3))) {
            RunId run = bench.ask().id();
            Instant begun = Instant.now();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(Duration.between(begun, Instant.now()))
                    .as("waits of 400 and of 800 ms")
                    .isGreaterThan(Duration.ofMillis(1200));
            assertThat(App.journal(bench, run))
                    .containsExactly("1 FORWARD FAILED", "1 FORWARD FAILED", "1 FORWARD DONE");
        }
    }

    @Test
    void enoughTriesAreEnough() {
        try (Bench bench = app.bench(tried(LOCKED_TWICE, 2))) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            assertThat(App.journal(bench, run)).containsExactly("1 FORWARD FAILED", "1 FORWARD FAILED");
        }
    }

    @Test
    void oneTryIsNeverRepeated() {
        try (Bench bench = app.bench(tried(LOCKED_TWICE, 1))) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            assertThat(App.journal(bench, run)).containsExactly("1 FORWARD FAILED");
        }
    }

    /** A transaction that failed has left nothing, whatever its crash rule. */
    @Test
    void whatGoesBackWhenItsWorkerDiesIsStillTriedAgainForALock() {
        SqlOperation backward = App.handled(App.postgres(LOCKED_TWICE), Handling.of(CrashRule.ROLLBACK));
        try (Bench bench = app.bench(backward)) {
            assertThat(bench.carriedOut(bench.ask().id())).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void aStopEndsTheStatementOnPostgres() {
        try (Bench bench = app.bench(App.postgres(App.SLOWLY))) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            Bench.running(app.target, run, 1);

            bench.store.controls().stop(run, ALICE);

            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.FAILED);
            assertThat(bench.find(run).reason()).contains("stopped as asked");
            assertThat(app.sum()).isEqualTo("0");
            Bench.await().until(() -> app.target.running("lh-").isEmpty());
        }
    }

    @Test
    void aPauseAtOnceEndsTheStatementAndARunThatIsResumedDoesItWhole() {
        SqlOperation slow = App.postgres("UPDATE account SET n = n + 1 WHERE pg_sleep(0.5) IS NOT NULL");
        try (Bench bench = app.bench(slow)) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            Bench.running(app.target, run, 1);

            bench.store.controls().pause(run, true, ALICE);

            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.PAUSED);
            assertThat(app.sum()).isEqualTo("0");
            bench.store.controls().resume(run, ALICE);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(app.sum()).isEqualTo("3");
        }
    }

    private static SqlOperation within(SqlOperation operation) {
        return App.handled(
                operation,
                new Handling(CrashRule.RESUME, false, Optional.of(Duration.ofMillis(300)), Optional.empty()));
    }

    private static SqlOperation tried(String statement, int times) {
        Retry retry = new Retry(times, Duration.ofMillis(400));
        return App.handled(
                App.postgres(statement), new Handling(CrashRule.RESUME, false, Optional.empty(), Optional.of(retry)));
    }
}
