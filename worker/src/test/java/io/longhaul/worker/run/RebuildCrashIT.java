package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.rebuild.Guard;
import io.longhaul.worker.rebuild.RebuildTarget;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One worker after another dies in a rebuild, each a statement further than the one before: so each statement is once
 * the last of a worker, in whatever state the others left.
 */
@Tag("slow")
class RebuildCrashIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final Guard NOBODY_ASKS = new Guard() {

        @Override
        public boolean mayAct() {
            return true;
        }

        @Override
        public boolean goesOn() {
            return true;
        }

        @Override
        public void await(Duration atMost) throws InterruptedException {
            Thread.sleep(atMost.toMillis());
        }

        @Override
        public <T> T patiently(Supplier<T> question) {
            return question.get();
        }
    };

    private final String clickHouse = services.freshClickHouseUrl();

    @ParameterizedTest
    @CsvSource({"true, copy", "false, copy", "true, attach", "false, attach"})
    void whereverWorkersDieNothingIsLostOrDoubled(boolean afterwards, String way) throws InterruptedException {
        TableShape shape = way.equals("copy")
                ? TableShape.of(Optional.empty(), Optional.of("(text, id)"))
                : TableShape.of(Optional.of("ReplacingMergeTree"), Optional.empty());
        try (Bench bench = Rebuilt.bench(services, clickHouse, shape, 3_000);
                Writers writers = new Writers(clickHouse, "events", 2)) {
            RunId run = bench.ask().id();
            List<String> deaths = new ArrayList<>();
            DyingTarget fate;
            int sinceExchange = 0;
            do {
                // How many rounds come before the exchange depends on the machine: it is never missed, and those after
                // it, who have less to do, begin with their first statement again.
                boolean exchanging = deaths.stream().noneMatch(death -> death.contains("EXCHANGE"));
                sinceExchange += exchanging ? 0 : 1;
                fate = new DyingTarget(
                        exchanging ? deaths.size() + 1 : sinceExchange,
                        afterwards,
                        sql -> exchanging && sql.contains("EXCHANGE"));
                dieIn(bench, run, fate);
                deaths.add(fate.last());
            } while (!fate.last().isEmpty() && deaths.size() < 80);

            assertThat(bench.carriedOut(run))
                    .as(() -> "%s%n%s".formatted(bench.find(run).reason().orElse(""), String.join("\n", deaths)))
                    .isEqualTo(RunState.SUCCEEDED);
            writers.end();

            assertThat(deaths).anyMatch(death -> death.contains("EXCHANGE"));
            assertThat(deaths)
                    .anyMatch(death -> death.contains(way.equals("copy") ? "MOVE PARTITION" : "REPLACE PARTITION"));
            Rebuilt.assertNothingLostOrDoubled(bench, writers, 3_000);
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    private void dieIn(Bench bench, RunId run, DyingTarget fate) {
        ServiceUrl url = ServiceUrl.parse(clickHouse, List.of("http"));
        RebuildTarget dying = bench.rebuilding(url, () -> fate.over(new ClickHouseTarget(url)), NOBODY_ASKS);
        bench.diesIn(run, Direction.FORWARD, statement -> {
            try {
                dying.execute(statement);
            } catch (DyingTarget.Died | IllegalStateException died) {
                assertThat(fate.last()).isNotEmpty();
            }
        });
    }
}
