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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server with a table that streams: nobody says which of its inserts are under way at the exchange. */
@Tag("slow")
class RebuildStreamIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));

    private final String clickHouse = services.freshClickHouseUrl();

    /** As such an insert ends: in the table for which it began. */
    @Test
    void rowsThatComeIntoTheOldTableSomeTimeLaterAreMovedOverToo() throws Exception {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 300)) {
            bench.sql("CREATE TABLE stream (id UInt64) ENGINE = FileLog('%s', 'CSV')"
                    .formatted(directory().getFileName()));
            RunId run = bench.ask().id();
            DyingTarget fate = new DyingTarget("EXCHANGE TABLES", true);
            Rebuilt.dieIn(bench, clickHouse, run, Direction.FORWARD, Direction.FORWARD, fate);

            CompletableFuture<Void> walk = bench.carryOut(run);
            Bench.await().until(() -> isWaitingForStreams(bench, run));
            bench.sql("INSERT INTO %s VALUES (1000000001, '2024-02-02 00:00:00', 'late', NULL)"
                    .formatted(bench.target.tables("events__lh_").get(0)));
            walk.join();

            assertThat(bench.find(run).state())
                    .as(() -> bench.find(run).reason().orElse(""))
                    .isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT count() FROM events WHERE text = 'late'"))
                    .isEqualTo("1");
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo("301");
            bench.sql("DROP TABLE stream SYNC");
        }
    }

    private static boolean isWaitingForStreams(Bench bench, RunId run) {
        return bench.find(run)
                .progress()
                .doing()
                .filter(doing -> doing.step().equals("last rows, also of tables that stream"))
                .isPresent();
    }

    /** FileLog reads below the directory that the server was started in. */
    private static Path directory() throws IOException {
        return Files.createDirectory(services.clickhouse().log().resolveSibling("stream-" + UUID.randomUUID()));
    }
}
