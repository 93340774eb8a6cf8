package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RebuildIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private final String clickHouse = services.freshClickHouseUrl();

    @Test
    void aTableGetsANewSortingKeyWhileItIsWrittenTo() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(
                        services, clickHouse, TableShape.of(Optional.empty(), Optional.of("(text, id)")), 300_000);
                Writers writers = new Writers(clickHouse, "events", 3)) {
            RunId run = bench.ask().id();

            RunState state = bench.carriedOut(run);
            writers.end();

            assertThat(state).as(() -> bench.find(run).reason().orElse("")).isEqualTo(RunState.SUCCEEDED);
            assertThat(
                            bench.value(
                                    "SELECT sorting_key FROM system.tables WHERE database = currentDatabase() AND name = 'events'"))
                    .isEqualTo("text, id");
            Rebuilt.assertNothingLostOrDoubled(bench, writers, 300_000);
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    @Test
    @Tag("slow")
    void anotherEngineWithTheSameKeysCopiesNothing() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(
                        services,
                        clickHouse,
                        TableShape.of(Optional.of("ReplacingMergeTree"), Optional.empty()),
                        300_000);
                Writers writers = new Writers(clickHouse, "events", 3)) {
            RunId run = bench.ask().id();

            RunState state = bench.carriedOut(run);
            writers.end();

            assertThat(state).as(() -> bench.find(run).reason().orElse("")).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value(
                            "SELECT engine FROM system.tables WHERE database = currentDatabase() AND name = 'events'"))
                    .isEqualTo("ReplacingMergeTree");
            Rebuilt.assertNothingLostOrDoubled(bench, writers, 300_000);
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }
}
