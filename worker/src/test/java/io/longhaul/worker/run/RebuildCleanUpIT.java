package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.RunSearch.Kept;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.run.Meanwhile.Happening;
import io.longhaul.worker.target.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a rebuild leaves, and how it is put away. */
@Tag("slow")
class RebuildCleanUpIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));
    private static final String MERGE_TREE = "MergeTree PARTITION BY toYYYYMM(at) ORDER BY id";
    private static final String SUMMING = "SummingMergeTree(note) PARTITION BY toYYYYMM(at) ORDER BY id";
    private static final By ALICE = new By("alice", "");

    private final String clickHouse = services.freshClickHouseUrl();
    private final String postgres = services.freshPostgresUrl();

    @Test
    void anOldTableIsDroppedWhenItsDayHasCome() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, postgres, clickHouse, OTHER_KEY, 3_000, MERGE_TREE)) {
            RunId run = rebuilt(bench);
            assertThat(bench.store.cleanUps().waiting()).as("before its day").isEmpty();
            String old = oldTable(bench, run);
            assertThat(tables(bench)).isEqualTo("events " + old);

            PuttingAway.theDayComes(postgres);
            PuttingAway.all(bench, run);

            assertThat(tables(bench)).isEqualTo("events");
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo("3000");
            assertThat(bench.store.search().details(run).orElseThrow().kept()).isEmpty();
        }
    }

    @Test
    void anOldTableThatSomebodyHasRenamedIsLeftAlone() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, postgres, clickHouse, OTHER_KEY, 300, MERGE_TREE)) {
            RunId run = rebuilt(bench);
            String old = oldTable(bench, run);
            bench.sql("RENAME TABLE %s TO mine".formatted(old));

            PuttingAway.theDayComes(postgres);
            PuttingAway.all(bench, run);

            assertThat(bench.value("SELECT count() FROM mine")).isEqualTo("300");
        }
    }

    @Test
    void anOldTableIsKeptAsLongAsRowsMayBeNowhereElse() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, postgres, clickHouse, OTHER_KEY, 300, MERGE_TREE)) {
            RunId run = rebuilt(bench);
            String old = oldTable(bench, run);
            bench.sql("INSERT INTO %s VALUES (1000, '2024-02-01 00:00:00', 'late', 1)".formatted(old));
            bench.sql("OPTIMIZE TABLE %s FINAL".formatted(old));

            PuttingAway.theDayComes(postgres);
            PuttingAway.tried(bench, run);

            assertThat(bench.value("SELECT count() FROM " + old)).isEqualTo("301");
            assertThat(kept(bench, run).trouble().orElseThrow())
                    .contains(old + " has rows that came after it was replaced");
        }
    }

    /** Just before it is dropped: nobody was there to see it any more. */
    @ParameterizedTest
    @EnumSource
    void soIsOneThatIsToBeDroppedAtOnce(Direction way) {
        Duration keep = way == Direction.FORWARD ? Duration.ZERO : RebuildTable.KEEP;
        RebuildTable rebuild = new RebuildTable("events", OTHER_KEY).withOldTableKept(keep);
        try (Bench bench = Rebuilt.bench(services, postgres, clickHouse, rebuild, 300, MERGE_TREE)) {
            RunId run = way == Direction.FORWARD ? bench.ask().id() : rebuilt(bench);
            if (way == Direction.BACKWARD) {
                bench.sql("INSERT INTO events VALUES (999, '2024-02-01 00:00:00', 'since', 1)");
                bench.store.controls().rollBack(run, ALICE);
            }

            Outcome outcome = Meanwhile.carryOut(
                    bench,
                    clickHouse,
                    run,
                    way,
                    new Happening("EXCHANGE TABLES", () -> {}),
                    new Happening(
                            "ALTER TABLE `events`",
                            () -> bench.sql("INSERT INTO %s VALUES (1000, '2024-02-01 00:00:00', 'late', 1)"
                                    .formatted(
                                            bench.target.tables("events__lh_").get(0)))));

            assertThat(outcome).asString().contains(" has rows that came after it was replaced (_block_number > ");
            assertThat(tables(bench)).contains("events__lh_");
            bench.sql("RENAME TABLE %s TO mine"
                    .formatted(bench.target.tables("events__lh_").get(0)));
            assertThat(bench.carriedOut(run))
                    .as(() -> bench.find(run).reason().orElse(""))
                    .isEqualTo(way == Direction.FORWARD ? RunState.SUCCEEDED : RunState.ROLLED_BACK);
            assertThat(tables(bench)).isEqualTo("events");
            assertThat(bench.value("SELECT countIf(text = 'late') FROM mine")).isEqualTo("1");
        }
    }

    @Test
    void afterARollbackThereIsNothingLeftToPutAway() {
        try (Bench bench = Rebuilt.bench(services, postgres, clickHouse, OTHER_KEY, 300, MERGE_TREE)) {
            RunId run = rebuilt(bench);
            bench.store.controls().rollBack(run, ALICE);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);

            PuttingAway.theDayComes(postgres);

            assertThat(bench.store.cleanUps().waiting()).isEmpty();
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo("300");
        }
    }

    @Test
    void mergesGoOnInATableWhoseRebuildNobodyGoesOnWith() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, postgres, clickHouse, OTHER_KEY, 300, SUMMING)) {
            String rows = bench.value("SELECT count() FROM events");
            RunId run = failedBeforeTheExchange(bench);
            assertThat(settings(bench)).contains("max_bytes_to_merge_at_max_space_in_pool = 1");

            PuttingAway.all(bench, run);

            assertThat(settings(bench)).isEqualTo(SUMMING + " SETTINGS index_granularity = 8192");
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo(rows);
            bench.store.controls().rollBack(run, ALICE);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);
            assertThat(tables(bench)).isEqualTo("events");
        }
    }

    /** Which rows are copied can no longer be told, once merges have gone on. */
    @Test
    void whoGoesOnAfterThatCopiesFromTheStart() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, postgres, clickHouse, OTHER_KEY, 300, SUMMING)) {
            RunId run = failedBeforeTheExchange(bench);
            PuttingAway.all(bench, run);
            bench.sql("INSERT INTO events SELECT id, at, text, 1000000 FROM events WHERE id < 50");
            bench.sql("OPTIMIZE TABLE events FINAL");
            String sum = bench.value("SELECT sum(note) FROM events");
            String rows = bench.value("SELECT count() FROM events");

            bench.store.controls().resume(run, ALICE);

            assertThat(bench.carriedOut(run))
                    .as(() -> bench.find(run).reason().orElse(""))
                    .isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT sum(note) FROM events")).isEqualTo(sum);
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo(rows);
            Rebuilt.assertNothingLeftBehind(bench);
            assertThat(bench.store.cleanUps().waiting()).isEmpty();
        }
    }

    /** The same where it was no clean-up of ours that has put them back on. */
    @Test
    void whoeverPutsMergesBackOnTheCopyBeginsAgain() {
        try (Bench bench = Rebuilt.bench(services, postgres, clickHouse, OTHER_KEY, 300, SUMMING)) {
            RunId run = failedBeforeTheExchange(bench);
            bench.sql("ALTER TABLE events RESET SETTING max_bytes_to_merge_at_max_space_in_pool,"
                    + " max_bytes_to_merge_at_min_space_in_pool");
            bench.sql("INSERT INTO events SELECT id, at, text, 1000000 FROM events WHERE id < 50");
            bench.sql("OPTIMIZE TABLE events FINAL");
            String sum = bench.value("SELECT sum(note) FROM events");

            bench.store.controls().resume(run, ALICE);

            assertThat(bench.carriedOut(run))
                    .as(() -> bench.find(run).reason().orElse(""))
                    .isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT sum(note) FROM events")).isEqualTo(sum);
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    /** With the limits of every day, a table that has gathered thousands of parts would take no more rows. */
    @Test
    void aTableMayHaveItsManyPartsUntilTheyAreMerged() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, postgres, clickHouse, OTHER_KEY, 300, SUMMING)) {
            RunId run = failedBeforeTheExchange(bench);
            bench.sql("SYSTEM STOP MERGES events");
            bench.sql("INSERT INTO events SELECT number, '2024-01-01 00:00:00', 'many', 1 FROM numbers(350)"
                    + " SETTINGS max_block_size = 1, min_insert_block_size_rows = 1, max_insert_threads = 1");

            PuttingAway.tried(bench, run);

            assertThat(settings(bench)).contains("parts_to_throw_insert").doesNotContain("max_bytes_to_merge");
            assertThat(PuttingAway.trouble(postgres, run)).contains("merges of events are on again; it has 3");
            bench.sql("SYSTEM START MERGES events");
            bench.sql("OPTIMIZE TABLE events FINAL");
            PuttingAway.theDayComes(postgres);
            PuttingAway.all(bench, run);
            assertThat(settings(bench)).isEqualTo(SUMMING + " SETTINGS index_granularity = 8192");
        }
    }

    /** It would take merges that are off for how the table was, and leave them so. */
    @Test
    void nobodyElseRebuildsATableWhoseRebuildHasNotComeToItsEnd() throws InterruptedException {
        RebuildTable another = new RebuildTable("events", OTHER_KEY);
        try (Bench bench = Rebuilt.bench(services, postgres, clickHouse, OTHER_KEY, 300, SUMMING);
                Bench next = new Bench(
                        services.freshPostgresUrl(), services.freshRedisUrl(), clickHouse, clickHouse, another)) {
            RunId unfinished = failedBeforeTheExchange(bench);

            RunId refused = next.ask().id();

            assertThat(next.carriedOut(refused)).isEqualTo(RunState.REFUSED);
            assertThat(next.find(refused).reason().orElseThrow())
                    .isEqualTo("an earlier rebuild of events has not come to its end and keeps its merges off;"
                            + " resume its run or roll it back first");
            PuttingAway.all(bench, unfinished);
            rebuilt(next);
            assertThat(settings(next)).doesNotContain("max_bytes_to_merge", "parts_to_throw");
        }
    }

    private static RunId rebuilt(Bench bench) {
        RunId run = bench.ask().id();
        assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    private static String oldTable(Bench bench, RunId run) {
        return kept(bench, run).table();
    }

    private static Kept kept(Bench bench, RunId run) {
        return bench.store.search().details(run).orElseThrow().kept().get(0);
    }

    /** All is copied, and the tables have not changed places. */
    private RunId failedBeforeTheExchange(Bench bench) {
        RunId run = bench.ask().id();
        DyingTarget fate = new DyingTarget("EXCHANGE TABLES", false);
        Rebuilt.dieIn(bench, clickHouse, run, Direction.FORWARD, Direction.FORWARD, fate);
        bench.store.controls().stop(run, ALICE);
        assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);
        return run;
    }

    private static String tables(Bench bench) {
        return bench.value("SELECT arrayStringConcat(groupArray(name), ' ') FROM (SELECT name FROM system.tables"
                + " WHERE database = currentDatabase() AND name LIKE 'events%' ORDER BY name)");
    }

    private static String settings(Bench bench) {
        return bench.value(
                "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = 'events'");
    }
}
