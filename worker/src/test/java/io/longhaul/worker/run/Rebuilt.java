package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.rebuild.RebuildTarget;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.util.List;
import java.util.Map;

/** A table of events that is rebuilt, and what must be true of it afterwards. */
final class Rebuilt {

    /** Ids below are there from the beginning; those above are the writers'. */
    private static final String OLD_ROWS = "id < 1000000000";

    private Rebuilt() {}

    /** A worker dies in the rebuild or on its way back; then the run is taken over. */
    static void dieIn(
            Bench bench, String clickHouse, RunId run, Direction direction, Direction next, DyingTarget fate) {
        ServiceUrl url = ServiceUrl.parse(clickHouse, List.of("http"));
        RebuildTarget dying = bench.rebuilding(url, () -> fate.over(new ClickHouseTarget(url)), new AskedGuard());
        bench.dead.diesIn(run, direction, next, statement -> {
            try {
                dying.execute(statement);
            } catch (DyingTarget.Died | IllegalStateException died) {
                assertThat(fate.last()).isNotEmpty();
            }
        });
    }

    static Bench bench(LocalServices services, String clickHouse, TableShape shape, int rows) {
        return bench(services, clickHouse, shape, rows, "MergeTree PARTITION BY toYYYYMM(at) ORDER BY id");
    }

    static Bench bench(LocalServices services, String clickHouse, TableShape shape, int rows, String engine) {
        return bench(services, services.freshPostgresUrl(), clickHouse, shape, rows, engine);
    }

    /** Where Longhaul's own tables are is known to the test. */
    static Bench bench(
            LocalServices services, String postgres, String clickHouse, TableShape shape, int rows, String engine) {
        return bench(services, postgres, clickHouse, new RebuildTable("events", shape), rows, engine);
    }

    static Bench bench(
            LocalServices services, String postgres, String clickHouse, RebuildTable rebuild, int rows, String engine) {
        Bench bench = new Bench(postgres, services.freshRedisUrl(), clickHouse, clickHouse, rebuild);
        bench.sql(
                "CREATE TABLE events (id UInt64, at DateTime, text String, note Nullable(UInt32)) ENGINE = " + engine);
        bench.sql("""
                INSERT INTO events
                SELECT number, toDateTime('2024-01-01 00:00:00') + (number %% 120) * 86400, toString(number),
                       if(number %% 3 = 0, NULL, number)
                  FROM numbers(%d)""".formatted(rows));
        return bench;
    }

    static void assertNothingLostOrDoubled(Bench bench, Writers writers, int rows) {
        assertThat(bench.value("SELECT count() FROM events WHERE " + OLD_ROWS)).isEqualTo(Integer.toString(rows));
        assertThat(bench.value("SELECT uniqExact(id) FROM events WHERE " + OLD_ROWS))
                .isEqualTo(Integer.toString(rows));
        List<Long> there =
                bench
                        .target
                        .rows("SELECT id FROM events WHERE NOT (%s) ORDER BY id".formatted(OLD_ROWS), Map.of())
                        .stream()
                        .map(row -> Long.valueOf(row.get("id")))
                        .toList();
        assertThat(there).doesNotHaveDuplicates();
        assertThat(there).containsAll(writers.acknowledged());
        assertThat(writers.acknowledged()).isNotEmpty();
    }

    /** Only the table and the old one are there, and neither has settings that were meant for the copy. */
    static void assertNothingLeftBehind(Bench bench) {
        assertThat(bench.value("SELECT countIf(startsWith(name, 'lh_chunk_')) FROM system.tables"
                        + " WHERE database = currentDatabase()"))
                .isEqualTo("0");
        assertThat(bench.value("SELECT arrayStringConcat(groupArray(name), ' ') FROM (SELECT name FROM system.tables"
                        + " WHERE database = currentDatabase() AND name LIKE 'events%' ORDER BY name)"))
                .matches("events( events__lh_old_\\d{8}_[0-9a-f]{8}_\\d+)?");
        assertThat(bench.value("SELECT countIf(engine_full LIKE '%max_bytes_to_merge%') FROM system.tables"
                        + " WHERE database = currentDatabase()"))
                .isEqualTo("0");
    }
}
