package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A table that another migration has rebuilt meanwhile: what the first one wants with it is refused, or does no harm.
 */
@Tag("slow")
class RebuildTwiceIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final int ROWS = 3_000;
    private static final TableShape BY_TEXT = TableShape.of(Optional.empty(), Optional.of("(text, id)"));
    private static final TableShape BY_TIME = TableShape.of(Optional.empty(), Optional.of("(at, id)"));
    private static final By ALICE = new By("alice", "");

    private final String clickHouse = services.freshClickHouseUrl();

    private Bench next() {
        return new Bench(
                services.freshPostgresUrl(),
                services.freshRedisUrl(),
                clickHouse,
                clickHouse,
                new RebuildTable("events", BY_TIME));
    }

    private static RunId rebuilt(Bench bench) {
        RunId run = bench.ask().id();
        assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    private static RunState rolledBack(Bench bench, RunId run) {
        bench.store.controls().rollBack(run, ALICE);
        return bench.carriedOut(run);
    }

    /** The rows after the last block in which both tables were the same are told by their numbers alone. */
    private static void writeAndMerge(Bench bench, int id) {
        bench.sql(
                "INSERT INTO events SELECT %d + number, toDateTime('2024-01-05 00:00:00'), 'since', 1 FROM numbers(10)"
                        .formatted(id));
        bench.sql("OPTIMIZE TABLE events FINAL");
    }

    private static void assertRows(Bench bench, int rows, String key) {
        assertThat(bench.value("SELECT count() FROM events")).isEqualTo(Integer.toString(rows));
        assertThat(bench.value("SELECT uniqExact(id) FROM events")).isEqualTo(Integer.toString(rows));
        assertThat(bench.value(
                        "SELECT sorting_key FROM system.tables WHERE database = currentDatabase() AND name = 'events'"))
                .isEqualTo(key);
    }

    @Test
    void aRebuildThatFailedIsTakenBackWithoutHarmToTheOneThatCameAfterIt() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, BY_TEXT, ROWS);
                Bench next = next()) {
            RunId failed = bench.ask().id();
            DyingTarget fate = new DyingTarget("EXCHANGE TABLES", false);
            Rebuilt.dieIn(bench, clickHouse, failed, Direction.FORWARD, Direction.FORWARD, fate);
            bench.store.controls().stop(failed, ALICE);
            assertThat(bench.carriedOut(failed)).isEqualTo(RunState.FAILED);
            RunId second = rebuilt(next);

            assertThat(rolledBack(bench, failed)).isEqualTo(RunState.ROLLED_BACK);

            assertRows(bench, ROWS, "at, id");
            writeAndMerge(bench, 1_000_000);
            writeAndMerge(bench, 2_000_000);
            assertThat(rolledBack(next, second)).isEqualTo(RunState.ROLLED_BACK);
            assertRows(bench, ROWS + 20, "id");
        }
    }

    @Test
    void whatAnotherRebuildHasReplacedIsNotTakenBackBeforeThatOne() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, BY_TEXT, ROWS);
                Bench next = next()) {
            RunId first = rebuilt(bench);
            RunId second = rebuilt(next);
            writeAndMerge(bench, 1_000_000);

            assertThat(rolledBack(bench, first)).isEqualTo(RunState.ROLLBACK_FAILED);

            assertThat(bench.find(first).reason().orElse(""))
                    .contains("events has been replaced since this rebuild; take back first what did that");
            assertRows(bench, ROWS + 10, "at, id");
            assertThat(rolledBack(next, second)).isEqualTo(RunState.ROLLED_BACK);
            assertRows(bench, ROWS + 10, "text, id");
            bench.store.controls().resume(first, ALICE);
            assertThat(bench.carriedOut(first)).isEqualTo(RunState.ROLLED_BACK);
            assertRows(bench, ROWS + 10, "id");
        }
    }

    /** Its last rows would go into a table whose parts somebody else has counted. */
    @Test
    void aRebuildWhoseTableAnotherHasReplacedSinceTheExchangeDoesNotGoOn() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, clickHouse, BY_TEXT, ROWS);
                Bench next = next()) {
            RunId unfinished = bench.ask().id();
            DyingTarget fate = new DyingTarget("EXCHANGE TABLES", true);
            Rebuilt.dieIn(bench, clickHouse, unfinished, Direction.FORWARD, Direction.FORWARD, fate);
            bench.store.controls().stop(unfinished, ALICE);
            assertThat(bench.carriedOut(unfinished)).isEqualTo(RunState.FAILED);
            PuttingAway.all(bench, unfinished);
            rebuilt(next);

            bench.store.controls().resume(unfinished, ALICE);

            assertThat(bench.carriedOut(unfinished)).isIn(RunState.FAILED, RunState.ROLLBACK_FAILED);
            assertThat(bench.find(unfinished).reason().orElse("")).contains("events is another table than when");
            assertRows(bench, ROWS, "at, id");
            assertThat(bench.value("SELECT countIf(engine_full LIKE '%max_bytes_to_merge%') FROM system.tables"
                            + " WHERE database = currentDatabase() AND name = 'events'"))
                    .isEqualTo("0");
        }
    }
}
