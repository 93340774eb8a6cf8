package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.RowCount;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One migration works on ClickHouse and on PostgreSQL, and asks either about what it does on the other. */
@Tag("slow")
class TwoEnginesIT {

    private static final By ALICE = new By("alice@desk", "");
    private static final String NO_TARGET =
            "this worker has no PostgreSQL to work on; set LONGHAUL_TARGET_POSTGRES_URL and start it again";

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @AutoClose
    private App app;

    @BeforeEach
    void database() {
        app = new App(services);
    }

    private static SqlOperation copyToClickHouse() {
        return new SqlOperation(
                "copy {id}",
                Engine.CLICKHOUSE,
                List.of("INSERT INTO t SELECT {id:UInt64}"),
                Optional.of(new Query(Engine.POSTGRES, "SELECT id FROM account WHERE id < 3 ORDER BY id")),
                List.of("ALTER TABLE t DELETE WHERE number = {id:UInt64} SETTINGS mutations_sync = 1"),
                Optional.of("SELECT count() = 1 FROM t WHERE number = {id:UInt64}"),
                Handling.of(CrashRule.RESUME));
    }

    private static SqlOperation countOnPostgres() {
        return new SqlOperation(
                "count {digit}",
                Engine.POSTGRES,
                List.of("UPDATE account SET n = n + {digit:int}"),
                Optional.of(Query.onClickHouse("SELECT number + 1 AS digit FROM numbers(2) ORDER BY 1")),
                List.of("UPDATE account SET n = n - {digit:int}"),
                Optional.empty(),
                Handling.of(CrashRule.RESUME));
    }

    @Test
    void eachEngineIsAskedWhatIsToBeDoneOnTheOtherAndBothGoBackInReverseOrder() {
        try (Bench bench = app.bench(copyToClickHouse(), countOnPostgres())) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT toString(groupArray(number)) FROM (SELECT number FROM t ORDER BY number)"))
                    .isEqualTo("[1,2]");
            assertThat(app.sum()).isEqualTo("9");
            bench.store.controls().rollBack(run, ALICE);

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);

            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("0");
            assertThat(app.sum()).isEqualTo("0");
            assertThat(App.journal(bench, run).subList(4, 8))
                    .containsExactly("4 BACKWARD DONE", "3 BACKWARD DONE", "2 BACKWARD DONE", "1 BACKWARD DONE");
        }
    }

    @Test
    void whatFailsOnOneEngineTakesBackWhatWasDoneOnTheOther() {
        SqlOperation fails = App.handled(
                App.postgres("UPDATE account SET n = 1 / (n - n)", App.COUNT_DOWN), Handling.of(CrashRule.ROLLBACK));
        try (Bench bench = app.bench(copyToClickHouse(), App.postgres(App.COUNT_UP, App.COUNT_DOWN), fails)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);

            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("0");
            assertThat(app.sum())
                    .as("what failed had done nothing, and is not taken back")
                    .isEqualTo("0");
            assertThat(bench.store.search().details(run).orElseThrow().errors())
                    .extracting(error -> error.failure().toString())
                    .containsExactly("postgres 22012: division by zero");
        }
    }

    @Test
    void whatIsNotRequiredOnPostgresIsNotRun() {
        Migration migration = App.migration(App.postgres(App.COUNT_UP))
                .required(new SqlCheck(
                        new Query(Engine.POSTGRES, "SELECT count(*) > 0 FROM account WHERE n > 0"), Optional.empty()))
                .build();
        try (Bench bench = app.bench(migration)) {
            assertThat(bench.carriedOut(bench.ask().id())).isEqualTo(RunState.NOT_REQUIRED);
        }
    }

    @Test
    void everyCheckOnPostgresThatSaysNoRefusesTheRun() {
        Migration migration = App.migration(App.postgres(App.COUNT_UP))
                .prechecks(
                        new SqlCheck(new Query(Engine.POSTGRES, "SELECT false"), Optional.of("never true")),
                        new RowCount(Engine.POSTGRES, "account", Optional.of(4L), Optional.empty()),
                        new RowCount(Engine.POSTGRES, "nowhere", Optional.of(1L), Optional.empty()))
                .build();
        try (Bench bench = app.bench(migration)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.REFUSED);

            assertThat(bench.store.search().details(run).orElseThrow().errors())
                    .extracting(error -> error.failure().message())
                    .containsExactly(
                            "precheck says no: never true",
                            "table account has 3 rows, needed are at least 4",
                            "relation \"nowhere\" does not exist");
        }
    }

    @Test
    void aPostcheckOnPostgresSeesWhatWasDone() {
        Migration migration = App.migration(App.postgres(App.COUNT_UP))
                .prechecks(new RowCount(Engine.POSTGRES, "account", Optional.of(3L), Optional.of(3L)))
                .postchecks(new SqlCheck(
                        new Query(Engine.POSTGRES, "SELECT sum(n) = 4 FROM account"), Optional.of("the sum is not 4")))
                .build();
        try (Bench bench = app.bench(migration)) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);
            assertThat(bench.find(run).reason().orElse("")).contains("the sum is not 4");
            app.byHand("UPDATE account SET n = 2 WHERE id = 1");

            bench.store.controls().resume(run, ALICE);

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void aWorkerWithoutPostgresRefusesAMigrationThatNeedsIt() {
        try (Bench bench = app.bench(App.migration(App.postgres(App.COUNT_UP)).build(), Optional.empty())) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.REFUSED);

            assertThat(bench.find(run).reason()).contains(NO_TARGET);
        }
    }

    @Test
    void aWorkerWithoutPostgresLeavesWhatAnotherBeganWhereItIs() {
        Migration migration = App.migration(Operations.nothing(), App.postgres(App.COUNT_UP, App.COUNT_DOWN))
                .build();
        try (Bench bench = app.bench(migration, Optional.empty())) {
            RunId run = bench.dead
                    .leftCommitted(bench.ask().id(), 1, Direction.FORWARD)
                    .run();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            assertThat(bench.find(run).reason()).contains(NO_TARGET);
            bench.store.controls().rollBack(run, ALICE);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLBACK_FAILED);
            assertThat(bench.find(run).reason()).contains(NO_TARGET);
        }
    }
}
