package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RebuildIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private final String clickHouse = services.freshClickHouseUrl();

    private static final String ROWS =
            """
            SELECT number, toDateTime('2024-01-01 00:00:00') + (number %% 120) * 86400, toString(number), if(number %% 3 = 0, NULL, number)
              FROM numbers(%d)""";

    private Bench bench(TableShape shape) {
        Bench bench = new Bench(
                services.freshPostgresUrl(),
                services.freshRedisUrl(),
                clickHouse,
                clickHouse,
                new RebuildTable("events", shape));
        bench.sql(
                """
                CREATE TABLE events (id UInt64, at DateTime, text String, note Nullable(UInt32))
                ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY id""");
        bench.sql("INSERT INTO events " + ROWS.formatted(300_000));
        return bench;
    }

    @Test
    void aTableGetsANewSortingKeyWhileItIsWrittenTo() throws InterruptedException {
        try (Bench bench = bench(TableShape.of(Optional.empty(), Optional.of("(text, id)")));
                Writers writers = new Writers(clickHouse, "events", 3)) {
            RunId run = bench.ask().id();

            RunState state = bench.carriedOut(run);
            writers.end();

            assertThat(state).as(() -> bench.find(run).reason().orElse("")).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT sorting_key FROM system.tables WHERE database = currentDatabase() AND name = 'events'"))
                    .isEqualTo("text, id");
            assertNothingLostOrDoubled(bench, writers, 300_000);
        }
    }

    @Test
    void anotherEngineWithTheSameKeysCopiesNothing() throws InterruptedException {
        try (Bench bench = bench(TableShape.of(Optional.of("ReplacingMergeTree"), Optional.empty()));
                Writers writers = new Writers(clickHouse, "events", 3)) {
            RunId run = bench.ask().id();

            RunState state = bench.carriedOut(run);
            writers.end();

            assertThat(state).as(() -> bench.find(run).reason().orElse("")).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT engine FROM system.tables WHERE database = currentDatabase() AND name = 'events'"))
                    .isEqualTo("ReplacingMergeTree");
            assertNothingLostOrDoubled(bench, writers, 300_000);
        }
    }

    private static void assertNothingLostOrDoubled(Bench bench, Writers writers, int before) {
        assertThat(bench.value("SELECT count() FROM events WHERE id < 1000000000")).isEqualTo(Integer.toString(before));
        assertThat(bench.value("SELECT uniqExact(id) FROM events WHERE id < 1000000000"))
                .isEqualTo(Integer.toString(before));
        List<Long> there = bench.target
                .rows("SELECT id FROM events WHERE id >= 1000000000 ORDER BY id", java.util.Map.of())
                .stream()
                .map(row -> Long.valueOf(row.get("id")))
                .toList();
        assertThat(there).doesNotHaveDuplicates();
        assertThat(there).containsAll(writers.acknowledged());
        assertThat(writers.acknowledged()).hasSizeGreaterThan(100);
        System.out.println("acknowledged " + writers.acknowledged().size() + " refused " + writers.refused() + " longest "
                + writers.longestMillis());
    }
}
