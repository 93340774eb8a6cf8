package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Action;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationBuilder;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.migration.Work;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.RunSearch.RunError;
import io.longhaul.local.junit.LocalServices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JavaOperationIT {

    private static final int BATCHES = 5;

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @AutoClose
    private final Wired wired = new Wired(services);

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void anActionSendsStatementsAndItsConditionSaysThatItIsDone() {
        try (Bench bench = bench(JavaOperationIT::copyInBatches)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT concat(toString(count()), ' ', toString(sum(number))) FROM t"))
                    .isEqualTo("5 10");
            bench.store.controls().rollBack(run, new By("alice", ""));
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("0");
        }
    }

    /** High-water mark and rows go two ways: what was sent but not remembered is found by the data. */
    @Test
    void aFailedActionGoesOnFromItsCheckpoint() {
        Action failsOnce = work -> {
            if (calls.incrementAndGet() == 1) {
                copy(work, 0);
                copy(work, 1);
                work.execute(Query.onClickHouse("INSERT INTO nowhere VALUES (1)"), Map.of());
            }
            assertThat(work.checkpoint()).contains("1");
            copyInBatches(work);
        };
        try (Bench bench = bench(failsOnce)) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);
            assertThat(errors(bench, run)).singleElement().asString().contains("nowhere");

            bench.store.controls().resume(run, new By("alice", ""));

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("5");
        }
    }

    @Test
    void whatAnActionThrowsIsTheFailureOfItsOperation() {
        Action throwing = work -> {
            throw new IllegalStateException("no persons here");
        };
        try (Bench bench = bench(throwing)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            assertThat(bench.find(run).reason())
                    .contains("operation 1, copy: java IllegalStateException: no persons here");
        }
    }

    @Test
    void stoppingARunEndsTheStatementThatItsActionHasInFlight() {
        Action slow = work -> work.execute(
                Query.onClickHouse("INSERT INTO t SELECT number FROM numbers(100) WHERE sleepEachRow(0.2) = 0"
                        + " SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0"),
                Map.of());
        try (Bench bench = bench(slow)) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> carriedOut = bench.carryOut(run);
            assertThat(bench.running(run, 1).value()).matches("lh-[0-9a-f]{8}-1-0\\.1-e1");

            bench.store.controls().stop(run, new By("alice", ""));

            assertThat(carriedOut).succeedsWithin(java.time.Duration.ofSeconds(30));
            assertThat(bench.find(run).state()).isEqualTo(RunState.FAILED);
            assertThat(bench.find(run).reason()).contains("stopped as asked");
        }
    }

    @Test
    void aConditionMayBeARequiredCheckOrAPrecheck() {
        try (Bench bench = bench(
                JavaOperationIT::copyInBatches,
                Migration.of(Bench.MIGRATION.value(), "For a test", copy())
                        .required(new SqlCheck(Query.inJava("t is empty"), Optional.empty()))
                        .prechecks(new SqlCheck(Query.inJava("u has rows"), Optional.of("fill u first"))))) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.REFUSED);
            assertThat(bench.find(run).reason()).contains("precheck says no: fill u first");

            bench.sql("INSERT INTO t VALUES (1)");

            assertThat(bench.carriedOut(bench.ask().id())).isEqualTo(RunState.NOT_REQUIRED);
        }
    }

    private static void copyInBatches(Work work) {
        int from = work.checkpoint().map(text -> Integer.parseInt(text) + 1).orElse(0);
        for (int batch = from; batch < BATCHES; batch++) {
            copy(work, batch);
            work.progress((batch + 1.0) / BATCHES);
        }
    }

    private static void copy(Work work, int batch) {
        Map<String, String> values = Map.of("batch", Integer.toString(batch));
        String found = work.rows(Query.onClickHouse("SELECT count() AS n FROM t WHERE number = {batch:UInt64}"), values)
                .get(0)
                .getOrDefault("n", "");
        if (found.equals("0")) {
            work.execute(Query.onClickHouse("INSERT INTO t SELECT {batch:UInt64}"), values);
        }
        work.remember(Integer.toString(batch));
    }

    private static SqlOperation copy() {
        return new SqlOperation(
                "copy",
                Engine.JAVA,
                List.of("copy"),
                Optional.empty(),
                List.of("empty"),
                Optional.of("all is there"),
                Handling.of(CrashRule.RESUME));
    }

    private Bench bench(Action copy) {
        return bench(copy, Migration.of(Bench.MIGRATION.value(), "For a test", copy()));
    }

    private Bench bench(Action copy, MigrationBuilder migration) {
        return wired.bench(
                migration.build(),
                new Functions(
                        Map.of(
                                "copy",
                                copy,
                                "empty",
                                work -> work.execute(Query.onClickHouse("TRUNCATE TABLE t"), Map.of())),
                        Map.of(
                                "all is there",
                                look -> count(look.rows(Query.onClickHouse("SELECT count() AS n FROM t"), Map.of()))
                                        == BATCHES,
                                "t is empty",
                                look -> count(look.rows(Query.onClickHouse("SELECT count() AS n FROM t"), Map.of()))
                                        == 0,
                                "u has rows",
                                look -> count(look.rows(Query.onClickHouse("SELECT count() AS n FROM u"), Map.of()))
                                        > 0)));
    }

    private static long count(List<Map<String, String>> rows) {
        return Long.parseLong(rows.get(0).getOrDefault("n", ""));
    }

    private static List<String> errors(Bench bench, RunId run) {
        return bench.store.search().details(run).orElseThrow().errors().stream()
                .map(RunError::failure)
                .map(failure -> failure.message())
                .toList();
    }
}
