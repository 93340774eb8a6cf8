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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One worker after another dies in a rebuild, each in another statement, in whatever state the others left. */
@Tag("slow")
class RebuildCrashIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    /** In the order in which they are sent. */
    private static final List<String> COPYING = List.of(
            "CREATE TABLE events__lh_",
            "ALTER TABLE events MODIFY SETTING",
            "CREATE TABLE lh_chunk_",
            "INSERT INTO lh_chunk_",
            "ALTER TABLE lh_chunk_",
            "DROP TABLE IF EXISTS lh_chunk_",
            "SYSTEM FLUSH",
            "EXCHANGE TABLES",
            "CREATE TABLE lh_chunk_",
            "INSERT INTO lh_chunk_",
            "ALTER TABLE lh_chunk_",
            "DROP TABLE IF EXISTS lh_chunk_",
            "ALTER TABLE events RESET SETTING",
            "ALTER TABLE events__lh_",
            "RENAME TABLE");

    private static final List<String> LINKING = List.of(
            "CREATE TABLE events__lh_",
            "ALTER TABLE events MODIFY SETTING",
            "ALTER TABLE events__lh_",
            "EXCHANGE TABLES",
            "ALTER TABLE events RESET SETTING",
            "RENAME TABLE");

    private final String clickHouse = services.freshClickHouseUrl();

    @ParameterizedTest
    @CsvSource({"true, copy", "false, copy", "true, attach", "false, attach"})
    void whereverWorkersDieNothingIsLostOrDoubled(boolean afterwards, String way) throws InterruptedException {
        TableShape shape = way.equals("copy")
                ? TableShape.of(Optional.empty(), Optional.of("(text, id)"))
                : TableShape.of(Optional.of("ReplacingMergeTree"), Optional.empty());
        try (Bench bench = Rebuilt.bench(services, clickHouse, shape, 3_000);
                Writers writers = new Writers(clickHouse, "events", 3)) {
            RunId run = bench.ask().id();
            List<String> deaths = new ArrayList<>();
            for (String statement : way.equals("copy") ? COPYING : LINKING) {
                DyingTarget fate = new DyingTarget(statement, afterwards);
                Rebuilt.dieIn(bench, clickHouse, run, Direction.FORWARD, Direction.FORWARD, fate);
                deaths.add(fate.last());
            }

            assertThat(bench.carriedOut(run))
                    .as(() -> "%s%n%s".formatted(bench.find(run).reason().orElse(""), String.join("\n", deaths)))
                    .isEqualTo(RunState.SUCCEEDED);
            writers.end();

            assertThat(deaths).as("everybody died where they were to").doesNotContain("");
            Rebuilt.assertNothingLostOrDoubled(bench, writers, 3_000);
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }
}
