package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Stall;
import io.longhaul.common.run.Wish;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a clock that runs a hundred times as fast, so that a minute is 0.6 s. */
@Timeout(60)
class StatementWatchIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(CLICKHOUSE);

    private static final int HASTE = 100;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Heard heard = new Heard();
    private ClickHouseTarget target;
    private StatementWatch watch;

    @BeforeEach
    void connect() {
        target = new ClickHouseTarget(ServiceUrl.parse(services.freshClickHouseUrl(), List.of("http")));
        watch = new StatementWatch(scheduler, () -> Wish.RUN, () -> System.nanoTime() * HASTE);
        execute(new QueryId("lh-test-create"), "CREATE TABLE t (n UInt64) ENGINE = MergeTree ORDER BY n");
    }

    @AfterEach
    void disconnect() {
        scheduler.shutdownNow();
        target.close();
    }

    @Test
    void aStatementWhoseRowsStandStillIsStalledUntilTheyMoveAgain() {
        QueryId query = new QueryId("lh-test-stands");
        CompletableFuture<Outcome> outcome = during(query, () -> execute(query, """
                        INSERT INTO t SELECT number FROM numbers(60)
                         WHERE number < 20
                            OR number < 30 AND sleepEachRow(0.3) = 0
                            OR number >= 30 AND sleepEachRow(0.05) = 0
                        SETTINGS max_block_size = 10, max_threads = 1, max_insert_threads = 1,
                                 function_sleep_max_microseconds_per_block = 60000000"""));

        await().until(() -> heard.last.isPresent());
        assertThat(heard.last).map(Stall::why).get().asString().startsWith("no row read or written any more; 60 s");
        await().until(() -> heard.last.isEmpty());
        assertThat(outcome).as("it is still at it").isNotDone();
        assertThat(outcome).succeedsWithin(Duration.ofSeconds(30)).isInstanceOf(Outcome.Returned.class);
        assertThat(target.rows("SELECT count() AS n FROM t", Map.of())).containsExactly(Map.of("n", "60"));
    }

    @Test
    void aStatementThatTheDatabaseDoesNotKnowWhileWeWaitIsStalled() {
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<Boolean> outcome = during(new QueryId("lh-test-gone"), () -> {
            try {
                answer.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return true;
        });

        await().until(() -> heard.last.isPresent());
        assertThat(heard.last)
                .map(Stall::why)
                .contains("the database does not know the statement any more, and no answer has come (lh-test-gone)");
        answer.countDown();
        assertThat(outcome).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
    }

    private <T> CompletableFuture<T> during(QueryId query, Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                () -> watch.during(target, query, true, () -> false, Optional.empty(), Optional.empty(), heard, work));
    }

    private Outcome execute(QueryId query, String sql) {
        return target.execute(new TargetStatement(query, sql, Map.of()));
    }

    private static final class Heard implements StatementWatch.Listener {

        private volatile Optional<Stall> last = Optional.empty();

        @Override
        public void runs(Running running) {}

        @Override
        public void stands(Optional<Stall> stall) {
            last = stall;
        }
    }
}
