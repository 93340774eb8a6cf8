package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.definition.DefinitionReader;
import io.longhaul.common.definition.Reading;
import io.longhaul.common.definition.Reading.Legible;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an author writes is what becomes of a table. */
class RebuildDefinitionIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @TempDir
    private Path directory;

    @Test
    void aDefinitionIsReadAndItsTableRebuilt() throws Exception {
        Operation[] operations = operations("""
                description: Events by user
                operations:
                  - rebuildTable: events
                    orderBy: [ user, toDate(at), "cityHash64(text)" ]
                    primaryKey: [user, toDate(at)]
                    partitionBy: [ toYear(at), user % 2 ]
                    engine: ReplacingMergeTree(version)
                    settings: { index_granularity: 4096, merge_max_block_size: 1024, ttl_only_drop_parts: true }
                    columns:
                      add: { user: UInt32 DEFAULT id % 7, version: UInt64 }
                      modify: { text: LowCardinality(String) }
                      drop: legacy
                    keepOldTable: 3d
                """);
        String clickHouse = services.freshClickHouseUrl();
        try (Bench bench =
                new Bench(services.freshPostgresUrl(), services.freshRedisUrl(), clickHouse, clickHouse, operations)) {
            bench.sql("CREATE TABLE events (id UInt64, at DateTime, text String, legacy UInt8)"
                    + " ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY id");
            bench.sql("INSERT INTO events SELECT number, toDateTime('2024-12-01 00:00:00') + number * 60,"
                    + " toString(number % 10), 1 FROM numbers(50000)");
            RunId run = bench.ask().id();

            RunState state = bench.carriedOut(run);

            assertThat(state).as(() -> bench.find(run).reason().orElse("")).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("""
                            SELECT concat(sorting_key, ' | ', primary_key, ' | ', partition_key, ' | ', engine_full)
                              FROM system.tables WHERE database = currentDatabase() AND name = 'events'"""))
                    .startsWith("user, toDate(at), cityHash64(text) | user, toDate(at) | (toYear(at), user % 2) |"
                            + " ReplacingMergeTree(version) ")
                    .contains("index_granularity = 4096")
                    .contains("merge_max_block_size = 1024")
                    .contains("ttl_only_drop_parts = 1");
            assertThat(bench.value("""
                            SELECT arrayStringConcat(groupArray(concat(name, ' ', type)), ', ') FROM
                            (SELECT name, type FROM system.columns
                              WHERE database = currentDatabase() AND table = 'events' ORDER BY position)"""))
                    .isEqualTo("id UInt64, at DateTime, text LowCardinality(String), user UInt32, version UInt64");
            assertThat(bench.value(
                            "SELECT concat(toString(count()), ' ', toString(countIf(user = id % 7))) FROM events"))
                    .isEqualTo("50000 50000");
        }
    }

    private Operation[] operations(String text) throws Exception {
        Reading<Definition> reading =
                new DefinitionReader().read(Files.writeString(directory.resolve("0001_bench.yaml"), text));
        assertThat(reading).isInstanceOf(Legible.class);
        return ((Legible<Definition>) reading).value().migration().operations().toArray(new Operation[0]);
    }
}
