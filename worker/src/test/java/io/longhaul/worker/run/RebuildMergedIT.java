package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.run.Meanwhile.Happening;
import io.longhaul.worker.target.Outcome;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Engines whose merges make one row of several, and people who order them: {@code OPTIMIZE} asks no setting. */
@Tag("slow")
class RebuildMergedIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));

    private final String clickHouse = services.freshClickHouseUrl();

    private Bench bench(String engine) {
        return Rebuilt.bench(services, clickHouse, OTHER_KEY, 3_000, engine + " PARTITION BY toYYYYMM(at) ORDER BY id");
    }

    private void dieBeforeTheExchange(Bench bench, RunId run) {
        DyingTarget fate = new DyingTarget("EXCHANGE TABLES", false);
        Rebuilt.dieIn(bench, clickHouse, run, Direction.FORWARD, Direction.FORWARD, fate);
    }

    /** What came of the rebuild in which this happens. */
    private Outcome carryOut(Bench bench, RunId run, Happening happening) {
        return Meanwhile.carryOut(bench, clickHouse, run, Direction.FORWARD, happening);
    }

    private static String reason(Bench bench, RunId run) {
        return bench.find(run).reason().orElse("");
    }

    /** A row that is copied and one that is not become one, under the number of the first. */
    @Test
    void sumsThatSomebodyHasMergedByHandAreWhole() {
        try (Bench bench = bench("SummingMergeTree(note)")) {
            bench.sql("OPTIMIZE TABLE events FINAL");
            RunId run = bench.ask().id();
            dieBeforeTheExchange(bench, run);
            bench.sql("INSERT INTO events SELECT id, at, text, 1000000 FROM events WHERE id = 13 OR id = 1301");
            bench.sql("OPTIMIZE TABLE events FINAL");
            String sum = bench.value("SELECT sum(note) FROM events");
            String rows = bench.value("SELECT count() FROM events");

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT sum(note) FROM events")).isEqualTo(sum);
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo(rows);
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    /** Then it is too late to copy the partition again. */
    @Test
    void whoMergesJustWhenTheTablesChangePlacesIsToldSo() {
        try (Bench bench = bench("SummingMergeTree(note)")) {
            RunId run = bench.ask().id();

            Outcome outcome = carryOut(bench, run, new Happening("EXCHANGE TABLES", () -> {
                bench.sql("INSERT INTO events SELECT id, at, text, 1000000 FROM events WHERE id = 13");
                bench.sql("OPTIMIZE TABLE events FINAL");
            }));

            assertThat(outcome)
                    .asString()
                    .contains("somebody merged partitions 202401 of events by hand (OPTIMIZE)", " is kept, look in it");
            String old = bench.target.tables("events__lh_").get(0);
            assertThat(bench.value("SELECT sum(note) FROM %s WHERE id = 13".formatted(old)))
                    .isEqualTo("1000013");
        }
    }

    /** As those of a table that was rebuilt before do. */
    @Test
    void rowsThatKeepTheirNumbersAreToldAllTheSame() {
        try (Bench bench = Rebuilt.bench(
                services,
                clickHouse,
                OTHER_KEY,
                3_000,
                "MergeTree PARTITION BY toYYYYMM(at) ORDER BY id TTL at + INTERVAL 50 YEAR"
                        + " SETTINGS enable_block_number_column = 1")) {
            RunId run = bench.ask().id();

            Outcome outcome = carryOut(bench, run, new Happening("EXCHANGE TABLES", () -> {
                bench.sql("INSERT INTO events SELECT 1000000000, at, 'late', note FROM events WHERE id = 13");
                bench.sql("OPTIMIZE TABLE events FINAL");
            }));

            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
            assertThat(bench.value("SELECT toString((count(), countIf(text = 'late'))) FROM events"))
                    .isEqualTo("(3001,1)");
        }
    }

    /** Rows that are copied go from the old table with each merge, as long as people replace them. */
    @Test
    void rowsThatAreReplacedAllTheTimeDoNotKeepTheTablesFromChangingPlaces() {
        try (Bench bench = bench("ReplacingMergeTree")) {
            RunId run = bench.ask().id();

            Outcome outcome = carryOut(bench, run, new Happening("ALTER TABLE `lh_chunk_", () -> replace(bench), true));

            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT count() FROM events FINAL")).isEqualTo("3000");
            assertThat(bench.value("SELECT count() FROM events WHERE id = 13 AND note < 1000000"))
                    .as("a row that was merged away before the exchange")
                    .isEqualTo("0");
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    /** Until a merge has taken away what was there; once where there are none any more. */
    private static void replace(Bench bench) {
        AtomicLong note = new AtomicLong(Long.parseLong(bench.value("SELECT max(note) FROM events WHERE id = 13")));
        String replaced = "SELECT count() FROM events WHERE id = 13 AND note <= " + note;
        note.addAndGet(1_000_000);
        Bench.await().until(() -> {
            bench.sql("INSERT INTO events SELECT id, at, text, %d FROM events WHERE id = 13 LIMIT 1"
                    .formatted(note.incrementAndGet()));
            return isWithoutMerges(bench) || bench.value(replaced).equals("0");
        });
    }

    private static boolean isWithoutMerges(Bench bench) {
        return bench.value("SELECT engine_full FROM system.tables"
                        + " WHERE database = currentDatabase() AND name = 'events'")
                .contains("max_bytes_to_merge_at_max_space_in_pool = 1");
    }
}
