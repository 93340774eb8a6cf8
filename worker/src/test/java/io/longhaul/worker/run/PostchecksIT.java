package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.RunSearch.RunError;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.wire.Wire;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostchecksIT {

    private static final Check U_HAS_ROWS =
            new SqlCheck("SELECT count() > 0 FROM u", Optional.of("u has no rows; fill it"));

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @AutoClose
    private final Wired wired = new Wired(services);

    private final Wire wire = wired.wire;

    @Test
    void everyPostcheckThatSaysNoOrCannotBeAnsweredIsReported() {
        try (Bench bench = bench(Operations.quickInsertWithDone(), new SqlCheck("SELECT nowhere"), U_HAS_ROWS)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            assertThat(bench.find(run).reason().orElse(""))
                    .startsWith("all operations are done, but a postcheck has no answer: clickhouse 47: ")
                    .endsWith("(and 1 more)");
            assertThat(errors(bench, run)).hasSize(2);
            assertThat(errors(bench, run).get(1)).isEqualTo("postcheck says no: u has no rows; fill it");
        }
    }

    @Test
    void onResumeOnlyThePostchecksAreLookedAtAgain() {
        try (Bench bench = bench(Operations.quickInsertWithDone(), U_HAS_ROWS)) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);
            assertThat(bench.find(run).reason())
                    .contains("all operations are done, but postcheck says no: u has no rows; fill it");
            bench.sql("INSERT INTO u VALUES (1)");

            bench.store.controls().resume(run, new By("alice", ""));

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.find(run).reason()).isEmpty();
            assertThat(bench.store.journal().attempts(run)).hasSize(1);
        }
    }

    @Test
    void whatIsNotVerifiedGoesBackWhereAFailedLastOperationWould() {
        SqlOperation insert = new SqlOperation(
                "insert",
                List.of("INSERT INTO t VALUES (1)"),
                Optional.empty(),
                List.of("TRUNCATE TABLE t"),
                Optional.empty());
        try (Bench bench = bench(insert, U_HAS_ROWS)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);

            assertThat(errors(bench, run)).containsExactly("postcheck says no: u has no rows; fill it");
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("0");
        }
    }

    @Test
    void aPostcheckThatGetsNoAnswerIsAskedAgain() {
        try (Bench bench = bench(Operations.quickInsertWithDone(), U_HAS_ROWS)) {
            bench.sql("INSERT INTO u VALUES (1)");
            wire.loseRequest("FROM u", 2);
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(errors(bench, run)).isEmpty();
        }
    }

    @Test
    void aStopIsGrantedThoughPostchecksGetNoAnswer() {
        try (Bench bench = bench(Operations.quickInsertWithDone(), U_HAS_ROWS)) {
            wire.loseRequest("FROM u", Integer.MAX_VALUE);
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            Bench.await().until(() -> bench.find(run).reason().orElse("").startsWith("waiting for ClickHouse"));

            bench.store.controls().stop(run, new By("alice", ""));

            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.FAILED);
            assertThat(bench.find(run).reason()).contains("stopped as asked");
        }
    }

    @Test
    void aWorkerThatMustEndHandsARunOverToWhomeverCanAskThePostchecks() {
        try (Bench bench = bench(Operations.quickInsertWithDone(), U_HAS_ROWS)) {
            wire.loseRequest("FROM u", Integer.MAX_VALUE);
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            Bench.await().until(() -> bench.find(run).reason().orElse("").startsWith("waiting for ClickHouse"));

            bench.stop.give();

            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.QUEUED);
        }
    }

    private static List<String> errors(Bench bench, RunId run) {
        return bench.store.search().details(run).orElseThrow().errors().stream()
                .map(RunError::failure)
                .map(failure -> failure.message())
                .toList();
    }

    private Bench bench(SqlOperation does, Check... postchecks) {
        Migration migration = Migration.of(Bench.MIGRATION.value(), "For a test", does)
                .postchecks(postchecks)
                .build();
        return wired.bench(migration);
    }
}
