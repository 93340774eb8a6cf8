package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Progress.Doing;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.Settings.Name;
import io.longhaul.local.junit.LocalServices;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class ThrottledRebuildIT {

    private static final int ROWS = 300_000;

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private String clickHouse = "";

    @BeforeEach
    void database() {
        clickHouse = services.freshClickHouseUrl();
    }

    private Bench bench() {
        return Rebuilt.bench(services, clickHouse, TableShape.of(Optional.empty(), Optional.of("(text, id)")), ROWS);
    }

    private static void set(Bench bench, Name name, String value) {
        bench.store.settings().set(Optional.of(Bench.MIGRATION), name, value, "alice");
    }

    /** Waits until the store says that the run is held back so. */
    private static Doing heldBack(Bench bench, RunId run, String words) {
        return Bench.await()
                .until(
                        () -> bench.find(run).progress().doing(),
                        doing -> doing.flatMap(Doing::throttled)
                                .filter(why -> why.contains(words))
                                .isPresent())
                .orElseThrow();
    }

    private static String chunksBegun(Bench bench) {
        return bench.value("SELECT count() FROM system.tables"
                + " WHERE database = currentDatabase() AND startsWith(name, 'lh_chunk_')");
    }

    @Test
    void aLimitHoldsARebuildBackUntilItIsLifted() {
        try (Bench bench = bench()) {
            set(bench, Name.THROTTLE_FREE_DISK, "8000 PiB");
            RunId run = bench.ask().id();
            CompletableFuture<Void> walk = bench.carryOut(run);

            Doing doing = heldBack(bench, run, "waits: free disk is ");

            assertThat(doing.step()).matches("copy \\d{6}( and \\d+ more)? · chunk 1/\\d+");
            assertThat(doing.throttled().orElse("")).endsWith("throttle-free-disk is 8192000.0 TiB");
            assertThat(chunksBegun(bench)).isEqualTo("0");
            assertThat(bench.find(run).progress().rowsDone()).isZero();

            set(bench, Name.THROTTLE_FREE_DISK, "off");
            walk.join();

            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.find(run).progress().doing()).isEmpty();
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo(Integer.toString(ROWS));
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    @Test
    void whatCannotBeMeasuredHoldsARebuildBack() {
        try (Bench bench = bench()) {
            set(bench, Name.THROTTLE_QUERY, "SELECT calm FROM weather");
            RunId run = bench.ask().id();
            CompletableFuture<Void> walk = bench.carryOut(run);

            heldBack(bench, run, "waits: cannot measure: clickhouse 60: throttle-query: ");
            assertThat(chunksBegun(bench)).isEqualTo("0");

            bench.sql("CREATE TABLE weather ENGINE = Memory AS SELECT 0 AS calm");
            heldBack(bench, run, "waits: throttle-query answers 0");
            bench.sql("TRUNCATE TABLE weather");
            heldBack(bench, run, "waits: cannot measure: check throttle: throttle-query: it must return one row");
            bench.sql("INSERT INTO weather VALUES (1)");
            walk.join();

            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void aQueryOfTheAdminsCannotChangeAnything() {
        try (Bench bench = bench()) {
            bench.sql("CREATE TABLE weather ENGINE = Memory AS SELECT 1 AS calm");
            set(bench, Name.THROTTLE_QUERY, "WITH 1 AS x INSERT INTO weather SELECT x");
            RunId run = bench.ask().id();
            CompletableFuture<Void> walk = bench.carryOut(run);

            heldBack(bench, run, "waits: cannot measure: clickhouse 164: ");
            assertThat(bench.value("SELECT count() FROM weather")).isEqualTo("1");

            set(bench, Name.THROTTLE_QUERY, "off");
            walk.join();
        }
    }

    @Test
    void aPauseIsGrantedWhileTheThrottleHoldsARebuildBack() {
        try (Bench bench = bench()) {
            set(bench, Name.THROTTLE_QUERY, "SELECT 0");
            RunId run = bench.ask().id();
            CompletableFuture<Void> walk = bench.carryOut(run);
            heldBack(bench, run, "waits: throttle-query answers 0");

            bench.store.controls().pause(run, false, new By("alice", ""));
            walk.join();

            assertThat(bench.find(run).state()).isEqualTo(RunState.PAUSED);
            assertThat(bench.find(run).progress().doing()).isEmpty();
            assertThat(bench.find(run).wish()).isNotEqualTo(Wish.STOP);
        }
    }

    @Test
    void manyQueriesOfOthersHoldARebuildBackAndOursDoNot() {
        try (Bench bench = bench();
                Writers writers = new Writers(clickHouse, "events", 3)) {
            set(bench, Name.THROTTLE_QUERIES, "0");
            RunId run = bench.ask().id();
            CompletableFuture<Void> walk = bench.carryOut(run);

            // The slow writer's statement is running most of the time.
            heldBack(bench, run, " of others ");
            writers.end();
            walk.join();

            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    @Test
    void aRateIsSaidAndHoldsUntilItIsLifted() {
        try (Bench bench = bench()) {
            set(bench, Name.REBUILD_ROWS_PER_SECOND, "1000");
            set(bench, Name.REBUILD_THREADS, "1");
            RunId run = bench.ask().id();
            CompletableFuture<Void> walk = bench.carryOut(run);

            heldBack(bench, run, "held to 1000 rows/s (rebuild-rows-per-second)");
            set(bench, Name.REBUILD_ROWS_PER_SECOND, "off");
            walk.join();

            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo(Integer.toString(ROWS));
        }
    }
}
