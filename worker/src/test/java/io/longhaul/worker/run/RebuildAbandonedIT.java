package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rebuild that ends between the exchange and its last rows, and that nobody goes on with: people write to the new
 * table, whose merges are off.
 */
@Tag("slow")
class RebuildAbandonedIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final int ROWS = 3_000;
    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));
    private static final String MERGE_TREE = "MergeTree PARTITION BY toYYYYMM(at) ORDER BY id";
    private static final String SUMMING = "SummingMergeTree(note) PARTITION BY toYYYYMM(at) ORDER BY id";
    private static final By ALICE = new By("alice", "");

    private final String clickHouse = services.freshClickHouseUrl();
    private final String postgres = services.freshPostgresUrl();

    private Bench bench(String engine) {
        return Rebuilt.bench(services, postgres, clickHouse, OTHER_KEY, ROWS, engine);
    }

    private void dieIn(Bench bench, RunId run, Direction direction, String statement, boolean afterwards) {
        Rebuilt.dieIn(bench, clickHouse, run, direction, direction, new DyingTarget(statement, afterwards));
    }

    /** What was under way when the tables changed places, and ended after the worker's death. */
    private static void writeLate(Bench bench, int id) {
        write(
                bench,
                bench.value("SELECT name FROM system.tables WHERE database = currentDatabase()"
                        + " AND startsWith(name, 'events__lh_')"),
                id);
    }

    private static void write(Bench bench, int id) {
        write(bench, "events", id);
    }

    private static void write(Bench bench, String table, int id) {
        bench.sql("INSERT INTO %s SELECT %d + number, '2024-01-05 00:00:00', 'since', 1 FROM numbers(10)"
                .formatted(table, id));
    }

    private static RunId failed(Bench bench, RunId run) {
        bench.store.controls().stop(run, ALICE);
        assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);
        assertThat(engine(bench)).contains("max_bytes_to_merge_at_max_space_in_pool = 1");
        return run;
    }

    private static RunState resumed(Bench bench, RunId run) {
        bench.store.controls().resume(run, ALICE);
        return bench.carriedOut(run);
    }

    private static RunState rolledBack(Bench bench, RunId run) {
        bench.store.controls().rollBack(run, ALICE);
        return bench.carriedOut(run);
    }

    private static String engine(Bench bench) {
        return bench.value(
                "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = 'events'");
    }

    private static void assertIsRefused(Bench bench, RunId run, RunState state) {
        assertThat(state).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(bench.find(run).reason().orElse("")).contains("make one row of several");
        assertRows(bench, 10);
    }

    private static void assertIs(Bench bench, RunId run, RunState wanted, RunState state) {
        assertThat(state).as(() -> bench.find(run).reason().orElse("")).isEqualTo(wanted);
    }

    private static void assertMergesAreOn(Bench bench) {
        assertThat(engine(bench)).doesNotContain("max_bytes_to_merge", "parts_to_", "assign_part_uuids");
        bench.sql("OPTIMIZE TABLE events FINAL");
        assertThat(bench.value("SELECT max(level) FROM system.parts WHERE database = currentDatabase()"
                        + " AND table = 'events' AND active"))
                .as("something was merged")
                .isNotEqualTo("0");
    }

    /** Each once, and so many since the beginning. A SummingMergeTree drops rows without a sum. */
    private static void assertRows(Bench bench, int since) {
        String rows = Integer.toString(ROWS / 3 * 2 + since);
        assertThat(bench.value("SELECT count() FROM events WHERE note > 0")).isEqualTo(rows);
        assertThat(bench.value("SELECT uniqExact(id) FROM events WHERE note > 0"))
                .isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {MERGE_TREE, SUMMING})
    void mergesGoOnAndWhoeverResumesTheRunBringsTheLastRows(String engine) throws InterruptedException {
        try (Bench bench = bench(engine)) {
            RunId run = bench.ask().id();
            dieIn(bench, run, Direction.FORWARD, "EXCHANGE TABLES", true);
            writeLate(bench, 1_000_000);
            write(bench, 2_000_000);
            failed(bench, run);

            PuttingAway.all(bench, run);

            assertMergesAreOn(bench);
            assertIs(bench, run, RunState.SUCCEEDED, resumed(bench, run));
            assertRows(bench, 20);
            Rebuilt.assertNothingLeftBehind(bench);
            assertThat(bench.store.cleanUps().waiting()).isEmpty();
        }
    }

    /** The numbers that they got are remembered: merged, they can no longer be told by their parts. */
    @Test
    void lastRowsThatWereBroughtBeforeAreNotBroughtBackTwice() throws InterruptedException {
        try (Bench bench = bench(MERGE_TREE)) {
            RunId run = bench.ask().id();
            dieIn(bench, run, Direction.FORWARD, "EXCHANGE TABLES", true);
            writeLate(bench, 1_000_000);
            dieIn(bench, run, Direction.FORWARD, "DROP TABLE IF EXISTS lh_chunk_", false);
            writeLate(bench, 2_000_000);
            dieIn(bench, run, Direction.FORWARD, "INSERT INTO lh_chunk_", false);
            write(bench, 3_000_000);
            failed(bench, run);
            PuttingAway.all(bench, run);
            assertMergesAreOn(bench);
            assertIs(bench, run, RunState.SUCCEEDED, resumed(bench, run));
            assertRows(bench, 30);
            write(bench, 4_000_000);
            bench.sql("OPTIMIZE TABLE events FINAL");

            assertIs(bench, run, RunState.ROLLED_BACK, rolledBack(bench, run));

            assertRows(bench, 40);
        }
    }

    /** Only their parts can tell whether they are there. */
    @Test
    void mergesStayOffWhileRowsAreOnTheirWay() throws InterruptedException {
        try (Bench bench = bench(MERGE_TREE)) {
            RunId run = bench.ask().id();
            dieIn(bench, run, Direction.FORWARD, "EXCHANGE TABLES", true);
            writeLate(bench, 1_000_000);
            dieIn(bench, run, Direction.FORWARD, "DROP TABLE IF EXISTS lh_chunk_", false);
            failed(bench, run);

            PuttingAway.tried(bench, run);

            assertThat(engine(bench)).contains("max_bytes_to_merge_at_max_space_in_pool = 1");
            assertThat(PuttingAway.trouble(postgres, run)).contains("the last rows of events were being moved");
            assertThat(resumed(bench, run)).isEqualTo(RunState.SUCCEEDED);
            assertRows(bench, 10);
            assertMergesAreOn(bench);
        }
    }

    /** A sum of two rows has no number of its own: which of it is to go back, nobody can tell. */
    @Test
    void whatHasMadeOneRowOfSeveralSinceIsNotTakenBack() throws InterruptedException {
        try (Bench bench = bench(SUMMING)) {
            RunId run = bench.ask().id();
            dieIn(bench, run, Direction.FORWARD, "EXCHANGE TABLES", true);
            write(bench, 2_000_000);
            failed(bench, run);
            PuttingAway.all(bench, run);
            assertMergesAreOn(bench);

            assertIsRefused(bench, run, rolledBack(bench, run));
        }
    }

    /** The same, where somebody had begun to take it back before that. */
    @Test
    void aRollbackDoesNotGoOnWhereOneRowWasMadeOfSeveralSince() throws InterruptedException {
        try (Bench bench = bench(SUMMING)) {
            RunId run = bench.ask().id();
            Rebuilt.dieIn(
                    bench,
                    clickHouse,
                    run,
                    Direction.FORWARD,
                    Direction.BACKWARD,
                    new DyingTarget("EXCHANGE TABLES", true));
            write(bench, 2_000_000);
            dieIn(bench, run, Direction.BACKWARD, "EXCHANGE TABLES", false);
            bench.store.controls().stop(run, ALICE);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLBACK_FAILED);
            PuttingAway.all(bench, run);
            assertMergesAreOn(bench);

            assertIsRefused(bench, run, resumed(bench, run));
        }
    }

    @Test
    void mergesGoOnInATableThatCameBackAndWhoeverResumesBringsTheLastRows() throws InterruptedException {
        try (Bench bench = bench(MERGE_TREE)) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            write(bench, 1_000_000);
            bench.store.controls().rollBack(run, ALICE);
            dieIn(bench, run, Direction.BACKWARD, "EXCHANGE TABLES", true);
            writeLate(bench, 2_000_000);
            bench.sql("ALTER TABLE events ADD CONSTRAINT none CHECK id < 1000000");
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLBACK_FAILED);

            PuttingAway.theDayComes(postgres);
            PuttingAway.all(bench, run);

            assertMergesAreOn(bench);
            bench.sql("ALTER TABLE events DROP CONSTRAINT none");
            assertIs(bench, run, RunState.ROLLED_BACK, resumed(bench, run));
            assertRows(bench, 20);
            assertMergesAreOn(bench);
        }
    }
}
