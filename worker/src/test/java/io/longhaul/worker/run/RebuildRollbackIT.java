package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.run.Meanwhile.Happening;
import io.longhaul.worker.target.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class RebuildRollbackIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final int ROWS = 20_000;

    private static final String TEN =
            "INSERT INTO events SELECT %d + number, '2024-01-01 00:00:00', '', 1 FROM numbers(10)";

    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));

    /** In the order in which they are sent. */
    private static final List<String> BACK = List.of(
            "RENAME TABLE",
            "ALTER TABLE events__lh_",
            "INSERT INTO lh_chunk_",
            "ALTER TABLE lh_chunk_",
            "DROP TABLE IF EXISTS lh_chunk_",
            "EXCHANGE TABLES",
            "DROP TABLE IF EXISTS events__lh_");

    private final String clickHouse = services.freshClickHouseUrl();

    @ParameterizedTest
    @ValueSource(
            strings = {"CREATE TABLE events__lh_", "INSERT INTO lh_chunk_", "ALTER TABLE lh_chunk_", "EXCHANGE TABLES"})
    void beforeTheExchangeTheTableIsAsItWas(String statement) throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS);
                Writers writers = new Writers(clickHouse, "events", 3)) {
            RunId run = bench.ask().id();
            Rebuilt.dieIn(
                    bench, clickHouse, run, Direction.FORWARD, Direction.BACKWARD, new DyingTarget(statement, false));

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);
            writers.end();

            assertIsAsItWas(bench);
            Rebuilt.assertNothingLostOrDoubled(bench, writers, ROWS);
        }
    }

    @Test
    void afterTheExchangeWhatWasWrittenSinceIsThereToo() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS);
                Writers writers = new Writers(clickHouse, "events", 3)) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            int before = writers.acknowledged().size();
            Bench.await().until(() -> writers.acknowledged().size() > before + 200);
            bench.sql("OPTIMIZE TABLE events FINAL");

            bench.store.controls().rollBack(run, new By("alice", ""));

            assertThat(bench.carriedOut(run))
                    .as(() -> bench.find(run).reason().orElse(""))
                    .isEqualTo(RunState.ROLLED_BACK);
            writers.end();
            assertIsAsItWas(bench);
            Rebuilt.assertNothingLostOrDoubled(bench, writers, ROWS);
        }
    }

    /** Merges were off for the rebuild; since then they put together what was there and what came. */
    @Test
    void soItIsWhereMergesWereOffOnTheWayThere() {
        try (Bench bench = Rebuilt.bench(
                services,
                clickHouse,
                OTHER_KEY,
                300,
                "MergeTree PARTITION BY toYYYYMM(at) ORDER BY id TTL at + INTERVAL 50 YEAR")) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            bench.sql(TEN.formatted(1000));
            bench.store.controls().rollBack(run, new By("alice", ""));

            Outcome outcome = Meanwhile.carryOut(
                    bench, clickHouse, run, Direction.BACKWARD, new Happening("EXCHANGE TABLES", () -> {
                        bench.sql(TEN.formatted(2000));
                        bench.sql("OPTIMIZE TABLE events FINAL");
                    }));

            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
            assertThat(bench.carriedOut(run))
                    .as(() -> bench.find(run).reason().orElse(""))
                    .isEqualTo(RunState.ROLLED_BACK);
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo("320");
        }
    }

    @Test
    void whereNobodyCanTellWhatWasWrittenSinceItIsSaid() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 100)) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            bench.sql("ALTER TABLE events RESET SETTING enable_block_number_column");

            bench.store.controls().rollBack(run, new By("alice", ""));

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLBACK_FAILED);
            assertThat(bench.find(run).reason().orElse(""))
                    .contains("cannot be told from the others, for its setting enable_block_number_column is not on");
        }
    }

    /** A merge has taken their numbers from them, and nobody sees that from the settings. */
    @Test
    void rowsThatCannotBeFoundAreNotGivenUp() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 100)) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            bench.sql("ALTER TABLE events RESET SETTING enable_block_number_column");
            bench.sql(TEN.formatted(1000));
            bench.sql("OPTIMIZE TABLE events FINAL");
            bench.sql("ALTER TABLE events MODIFY SETTING enable_block_number_column = 1");

            bench.store.controls().rollBack(run, new By("alice", ""));

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLBACK_FAILED);
            assertThat(bench.find(run).reason().orElse(""))
                    .contains("events has 110 rows, and only 100 of them could be copied back; nothing was exchanged");
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo("110");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereverWorkersDieOnTheWayBackNothingIsLostOrDoubled(boolean afterwards) throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS);
                Writers writers = new Writers(clickHouse, "events", 3)) {
            RunId run = bench.ask().id();
            // Exchanged, and the last rows not yet brought.
            Rebuilt.dieIn(
                    bench,
                    clickHouse,
                    run,
                    Direction.FORWARD,
                    Direction.BACKWARD,
                    new DyingTarget("EXCHANGE TABLES", true));
            List<String> deaths = new ArrayList<>();
            for (String statement : BACK) {
                DyingTarget fate = new DyingTarget(statement, afterwards);
                Rebuilt.dieIn(bench, clickHouse, run, Direction.BACKWARD, Direction.BACKWARD, fate);
                deaths.add(fate.last());
            }

            assertThat(bench.carriedOut(run))
                    .as(() -> "%s%n%s".formatted(bench.find(run).reason().orElse(""), String.join("\n", deaths)))
                    .isEqualTo(RunState.ROLLED_BACK);
            writers.end();

            assertThat(deaths).as("everybody died where they were to").doesNotContain("");
            assertIsAsItWas(bench);
            Rebuilt.assertNothingLostOrDoubled(bench, writers, ROWS);
        }
    }

    private static void assertIsAsItWas(Bench bench) {
        assertThat(bench.value(
                        "SELECT sorting_key FROM system.tables WHERE database = currentDatabase() AND name = 'events'"))
                .isEqualTo("id");
        assertThat(bench.value(
                        "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = 'events'"))
                .isEqualTo("MergeTree PARTITION BY toYYYYMM(at) ORDER BY id SETTINGS index_granularity = 8192");
        Rebuilt.assertNothingLeftBehind(bench);
    }
}
