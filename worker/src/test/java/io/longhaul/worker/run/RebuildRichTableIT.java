package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A table with all that a table can have, and others that depend on it. */
@Tag("slow")
class RebuildRichTableIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));
    private static final int ROWS = 3_000;

    private final String clickHouse = services.freshClickHouseUrl();

    private static void furnish(Bench bench) {
        bench.sql("ALTER TABLE events MODIFY COLUMN text String COMMENT 'what it says' CODEC(ZSTD(3))");
        bench.sql("ALTER TABLE events ADD COLUMN loud String MATERIALIZED upper(text)");
        bench.sql("ALTER TABLE events ADD COLUMN size UInt64 ALIAS length(text)");
        bench.sql("ALTER TABLE events ADD COLUMN day Date DEFAULT toDate(at)");
        bench.sql("ALTER TABLE events ADD INDEX by_note note TYPE minmax GRANULARITY 2");
        bench.sql("ALTER TABLE events ADD CONSTRAINT has_text CHECK text != ''");
        bench.sql("ALTER TABLE events ADD PROJECTION months (SELECT toYYYYMM(at) AS month, count() GROUP BY month)");
        bench.sql("ALTER TABLE events MATERIALIZE PROJECTION months SETTINGS mutations_sync = 2");
        bench.sql("ALTER TABLE events MODIFY TTL at + INTERVAL 50 YEAR");
        bench.sql("ALTER TABLE events MODIFY COMMENT 'all of them'");
    }

    private static void surround(Bench bench) {
        bench.sql("CREATE TABLE seen (id UInt64) ENGINE = MergeTree ORDER BY id");
        bench.sql("CREATE MATERIALIZED VIEW sees TO seen AS SELECT id FROM events");
        bench.sql("CREATE VIEW counted AS SELECT count() AS rows FROM events");
        bench.sql("CREATE TABLE together AS events ENGINE = Merge(currentDatabase(), '^events$')");
        bench.sql("CREATE DICTIONARY texts (id UInt64, text String) PRIMARY KEY id"
                + " SOURCE(CLICKHOUSE(TABLE 'events' DB '%s')) LAYOUT(HASHED()) LIFETIME(0)"
                        .formatted(bench.value("SELECT currentDatabase()")));
    }

    private static String definition(Bench bench) {
        return bench.value("SELECT create_table_query FROM system.tables"
                + " WHERE database = currentDatabase() AND name = 'events'");
    }

    @Test
    void allThatTheTableHasIsThereAfterwardsAndAfterARollback() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            furnish(bench);
            String before = definition(bench);
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run))
                    .as(() -> bench.find(run).reason().orElse(""))
                    .isEqualTo(RunState.SUCCEEDED);

            assertThat(definition(bench))
                    .contains(
                            "COMMENT 'what it says' CODEC(ZSTD(3))",
                            "MATERIALIZED upper(text)",
                            "ALIAS length(text)",
                            "DEFAULT toDate(at)",
                            "INDEX by_note note TYPE minmax GRANULARITY 2",
                            "CONSTRAINT has_text CHECK text != ''",
                            "PROJECTION months",
                            "TTL at + toIntervalYear(50)",
                            "ORDER BY (text, id)",
                            "COMMENT 'all of them'");
            assertThat(bench.value("SELECT toString((countIf(loud = upper(text)), countIf(size = length(text)),"
                            + " countIf(day = toDate(at)))) FROM events"))
                    .isEqualTo("(%1$d,%1$d,%1$d)".formatted(ROWS));
            assertThat(bench.value("SELECT sum(rows) > 0 FROM system.projection_parts"
                            + " WHERE active AND database = currentDatabase() AND table = 'events'"))
                    .isEqualTo("1");

            bench.store.controls().rollBack(run, new By("alice", ""));

            assertThat(bench.carriedOut(run))
                    .as(() -> bench.find(run).reason().orElse(""))
                    .isEqualTo(RunState.ROLLED_BACK);
            assertThat(definition(bench)).isEqualTo(before);
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    /** They find it by its name: copied rows do not come to them, new ones do. */
    @Test
    void whatDependsOnTheTableGoesOnWithTheNewOne() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            surround(bench);
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run))
                    .as(() -> bench.find(run).reason().orElse(""))
                    .isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT count() FROM seen")).isEqualTo("0");
            bench.sql("INSERT INTO events (id, at, text) VALUES (1000000001, '2024-05-05 00:00:00', 'late')");
            assertThat(bench.value("SELECT toString(groupArray(id)) FROM seen")).isEqualTo("[1000000001]");
            assertThat(bench.value("SELECT rows FROM counted")).isEqualTo(Integer.toString(ROWS + 1));
            assertThat(bench.value("SELECT count() FROM together")).isEqualTo(Integer.toString(ROWS + 1));
            bench.sql("SYSTEM RELOAD DICTIONARY texts");
            assertThat(bench.value("SELECT dictGet('texts', 'text', toUInt64(1000000001))"))
                    .isEqualTo("late");
        }
    }

    /** With rows that are in both, and later with those of the old table. */
    @Test
    void aTableThatWouldReadThemBesideEachOtherKeepsARebuildFromBeginning() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            String ours = "REGEXP('^%s$')".formatted(bench.value("SELECT currentDatabase()"));
            bench.sql("CREATE TABLE one AS events ENGINE = Merge(currentDatabase(), '^events$')");
            bench.sql("CREATE TABLE years AS events ENGINE = Merge(%s, '^events(_\\\\d{4})?$')".formatted(ours));
            bench.sql("CREATE TABLE elsewhere AS events ENGINE = Merge('system', '^events')");
            bench.sql("CREATE TABLE beside AS events ENGINE = Merge(%s, '^(events|it\\'s)')".formatted(ours));
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.REFUSED);

            assertThat(bench.find(run).reason().orElse(""))
                    .matches("table fresh_\\w+\\.beside, Merge\\(REGEXP\\('.*'\\), .*\\), would read the tables"
                            + " that a rebuild of events makes, and show rows twice;"
                            + " make it anew with a pattern that ends with \\$");
            bench.sql("DROP TABLE beside");
            RunId again = bench.ask().id();
            assertThat(bench.carriedOut(again))
                    .as(() -> bench.find(again).reason().orElse(""))
                    .isEqualTo(RunState.SUCCEEDED);
        }
    }

    /** It finds the table by its name; the server's own shard is written to as if by itself. */
    @Test
    void whoWritesAndReadsThroughADistributedTableInFrontMissesNothing() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            bench.sql("CREATE TABLE front AS remote('127.0.0.1', '%s', 'events')"
                    .formatted(bench.value("SELECT currentDatabase()")));
            try (Writers writers = new Writers(clickHouse, "front", 3)) {
                RunId run = bench.ask().id();
                assertThat(bench.carriedOut(run))
                        .as(() -> bench.find(run).reason().orElse(""))
                        .isEqualTo(RunState.SUCCEEDED);
                int before = writers.acknowledged().size();
                Bench.await().until(() -> writers.acknowledged().size() > before + 100);
                writers.end();

                Rebuilt.assertNothingLostOrDoubled(bench, writers, ROWS);
                assertThat(bench.value("SELECT count() FROM front"))
                        .isEqualTo(bench.value("SELECT count() FROM events"));
                bench.store.controls().rollBack(run, new By("alice", ""));
                assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);
                Rebuilt.assertNothingLostOrDoubled(bench, writers, ROWS);
            }
            bench.sql("DROP TABLE front SYNC");
        }
    }
}
