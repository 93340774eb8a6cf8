package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.rebuild.RebuildTarget;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Something else is asked of the run, or of the worker, just when the tables change places. */
@Tag("slow")
class RebuildBlindSpotIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final int ROWS = 300;
    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));

    private final String clickHouse = services.freshClickHouseUrl();
    private final ServiceUrl url = ServiceUrl.parse(clickHouse, List.of("http"));
    private final AskedGuard guard = new AskedGuard();

    /** What came of the rebuild in whose exchange this happens. */
    private Outcome carryOut(Bench bench, RunId run, Runnable whenTheyChangePlaces) {
        CompletableFuture<RebuildTarget> rebuilding = new CompletableFuture<>();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        bench.dead.diesIn(run, Direction.FORWARD, Direction.FORWARD, statement -> {
            rebuilding.complete(bench.rebuilding(
                    url,
                    () -> over(new ClickHouseTarget(url), () -> {
                        whenTheyChangePlaces.run();
                        // As who watches over a statement does for a stop.
                        rebuilding.join().kill(statement.query());
                    }),
                    guard));
            outcome.complete(rebuilding.join().execute(statement));
        });
        return outcome.join();
    }

    private static Target over(Target real, Runnable afterTheExchange) {
        return Intercepted.by((method, arguments) -> {
            Object answer = method.invoke(real, arguments);
            if (method.getName().equals("execute")
                    && ((TargetStatement) arguments[0]).sql().startsWith("EXCHANGE")) {
                afterTheExchange.run();
            }
            return answer;
        });
    }

    /** As an insert that was under way. */
    private static void writeLate(Bench bench) {
        bench.sql("INSERT INTO %s SELECT 1000000000 + number, '2024-02-02 00:00:00', 'late', NULL FROM numbers(10)"
                .formatted(bench.target.tables("events__lh_").get(0)));
    }

    private static String rows(Bench bench) {
        return bench.value("SELECT count() FROM events");
    }

    @Test
    void aPauseOrAStopWaitsUntilTheLastRowsAreThere() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            RunId run = bench.ask().id();

            Outcome outcome = carryOut(bench, run, () -> {
                writeLate(bench);
                guard.asked.set(true);
            });

            assertThat(outcome).isInstanceOf(Outcome.BrokenOff.class);
            assertThat(rows(bench)).isEqualTo(Integer.toString(ROWS + 10));
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(rows(bench)).isEqualTo(Integer.toString(ROWS + 10));
        }
    }

    /** The next one brings them. */
    @Test
    void aWorkerThatIsToEndEnds() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            RunId run = bench.ask().id();

            Outcome outcome = carryOut(bench, run, () -> {
                writeLate(bench);
                guard.ending.set(true);
            });

            assertThat(outcome).isInstanceOf(Outcome.BrokenOff.class);
            assertThat(rows(bench)).isEqualTo(Integer.toString(ROWS));
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(rows(bench)).isEqualTo(Integer.toString(ROWS + 10));
        }
    }

    /** Which takes as long as it takes. */
    @Test
    void anInsertThatIsUnderWayForLongIsNotWaitedFor() {
        QueryId query = new QueryId("slow");
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS);
                ClickHouseTarget writer = new ClickHouseTarget(url)) {
            RunId run = bench.ask().id();
            CompletableFuture<Outcome> slow =
                    CompletableFuture.supplyAsync(() -> writer.execute(new TargetStatement(query, """
                            INSERT INTO events
                            SELECT 1000000000 + number, toDateTime('2024-02-02 00:00:00') + sleepEachRow(1), 'slow', NULL
                              FROM numbers(300) SETTINGS max_block_size = 1""", Map.of())));
            Bench.await().until(() -> bench.target.running(query).isPresent());

            Outcome outcome = carryOut(bench, run, () -> guard.asked.set(true));

            assertThat(outcome).isInstanceOf(Outcome.BrokenOff.class);
            assertThat(slow).as("before it has ended").isNotDone();
            bench.target.kill(query);
            assertThat(slow.join()).isInstanceOf(Outcome.Failed.class);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(rows(bench)).isEqualTo(Integer.toString(ROWS));
        }
    }
}
