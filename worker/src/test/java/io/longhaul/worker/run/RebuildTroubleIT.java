package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of all kinds, and what happens to them while they are rebuilt. */
@Tag("slow")
class RebuildTroubleIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));

    private static final String MUTATIONS = "SELECT arrayStringConcat(groupArray(mutation_id), ' ')"
            + " FROM system.mutations WHERE database = currentDatabase() AND table = 'events'";

    private final String clickHouse = services.freshClickHouseUrl();

    /** The watermark cannot see it: the rows keep their numbers. */
    @Test
    void rowsThatAreDeletedAfterTheyWereCopiedAreNotInTheNewTable() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 9_000)) {
            RunId run = bench.ask().id();
            dieBeforeTheExchange(bench, run);
            bench.sql("ALTER TABLE events DELETE WHERE id % 100 = 7 AND toMonth(at) = 2 SETTINGS mutations_sync = 2");
            String left = bench.value("SELECT count() FROM events");

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT count() FROM events"))
                    .isEqualTo(left)
                    .isNotEqualTo("9000");
            assertThat(bench.value("SELECT countIf(id % 100 = 7 AND toMonth(at) = 2) FROM events"))
                    .isEqualTo("0");
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    @Test
    void aValueThatIsUpdatedAfterItWasCopiedIsTheNewOne() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 3_000)) {
            RunId run = bench.ask().id();
            dieBeforeTheExchange(bench, run);
            bench.sql("ALTER TABLE events UPDATE note = 42 WHERE id = 12 SETTINGS mutations_sync = 2");

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT note FROM events WHERE id = 12")).isEqualTo("42");
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo("3000");
        }
    }

    /** It remembers the last hundred, and then there are as many as before; here the first is taken from it by hand. */
    @Test
    void soItIsThoughTheServerRemembersNoMoreMutationsThanBefore() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 3_000)) {
            bench.sql("ALTER TABLE events UPDATE note = 41 WHERE id = 12 SETTINGS mutations_sync = 2");
            RunId run = bench.ask().id();
            dieBeforeTheExchange(bench, run);
            String first = bench.value(MUTATIONS);
            bench.sql("ALTER TABLE events UPDATE note = 42 WHERE id = 12 SETTINGS mutations_sync = 2");
            bench.sql("KILL MUTATION WHERE database = currentDatabase() AND table = 'events' AND mutation_id = '%s'"
                    .formatted(first));
            assertThat(bench.value(MUTATIONS)).matches("mutation_\\d+.txt").isNotEqualTo(first);

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT note FROM events WHERE id = 12")).isEqualTo("42");
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo("3000");
        }
    }

    @Test
    void aPartitionThatIsDroppedAfterItWasCopiedIsGone() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 3_000)) {
            RunId run = bench.ask().id();
            dieBeforeTheExchange(bench, run);
            bench.sql("ALTER TABLE events DROP PARTITION 202401");

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT countIf(toYYYYMM(at) = 202401) FROM events"))
                    .isEqualTo("0");
        }
    }

    /** A merge of a copied row and a new one would keep the copied one's number, and the new one would be lost. */
    @Test
    void rowsThatMergesMakeOneOfSeveralAreCountedOnce() {
        try (Bench bench = Rebuilt.bench(
                services,
                clickHouse,
                OTHER_KEY,
                3_000,
                "SummingMergeTree(note) PARTITION BY toYYYYMM(at) ORDER BY id")) {
            RunId run = bench.ask().id();
            dieBeforeTheExchange(bench, run);
            bench.sql("INSERT INTO events SELECT id, at, text, 1000000 FROM events WHERE id < 50");
            String sum = bench.value("SELECT sum(note) FROM events");

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT sum(note) FROM events")).isEqualTo(sum);
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    @Test
    void rowsOfOnePartitionMayBelongIntoSeveralAndTheOtherWayRound() {
        TableShape shape = new TableShape(
                Optional.empty(), Optional.of("id % 5"), Optional.empty(), Optional.empty(), Map.of(), List.of());
        try (Bench bench = Rebuilt.bench(services, clickHouse, shape, 3_000)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT uniqExact(partition_id) FROM system.parts WHERE active"
                            + " AND database = currentDatabase() AND table = 'events'"))
                    .isEqualTo("5");
            assertThat(bench.value("SELECT uniqExact(id) FROM events")).isEqualTo("3000");
        }
    }

    @Test
    void aPartThatIsTooLargeIsCopiedByRangesOfItsKey() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 400_000, "MergeTree ORDER BY id")) {
            bench.sql("OPTIMIZE TABLE events FINAL");
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT uniqExact(id) FROM events")).isEqualTo("400000");
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo("400000");
            QueryId attempt = bench.store.journal().attempts(run).get(0).query();
            assertThat(bench.store.chunks().of(attempt))
                    .hasSizeGreaterThan(4)
                    .allMatch(chunk -> chunk.slice().keys().isPresent());
        }
    }

    /** The old table gets rows until the last insert that was under way at the exchange has ended. */
    @Test
    void rowsThatComeLateAfterAWorkerDiedInTheLastOnesAreThereOnce() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 3_000)) {
            RunId run = bench.ask().id();
            Rebuilt.dieIn(
                    bench,
                    clickHouse,
                    run,
                    Direction.FORWARD,
                    Direction.FORWARD,
                    new DyingTarget("EXCHANGE TABLES", true));
            late(bench, 1_000_000_001);
            DyingTarget fate = new DyingTarget("INSERT INTO lh_chunk_", true);
            Rebuilt.dieIn(bench, clickHouse, run, Direction.FORWARD, Direction.FORWARD, fate);
            assertThat(fate.last()).isNotEmpty();
            late(bench, 1_000_000_002);

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT arrayStringConcat(groupArray(toString(id)), ' ') FROM"
                            + " (SELECT id FROM events WHERE id > 1000000000 ORDER BY id)"))
                    .isEqualTo("1000000001 1000000002");
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo("3002");
        }
    }

    /** Into the old table, which the exchange has given the name of the one that was built. */
    private static void late(Bench bench, long id) {
        bench.sql("INSERT INTO %s VALUES (%d, '2024-02-02 00:00:00', 'late', NULL)"
                .formatted(bench.target.tables("events__lh_").get(0), id));
    }

    @Test
    void aTableWithoutRowsIsRebuiltToo() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 0)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    @Test
    void aPauseIsGrantedAndWhatIsCopiedIsKept() throws InterruptedException {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 3_000);
                Writers writers = new Writers(clickHouse, "events", 2)) {
            RunId run = bench.ask().id();
            dieBeforeTheExchange(bench, run);
            bench.store.controls().pause(run, false, new By("alice", ""));

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.PAUSED);
            assertThat(bench.store.search().details(run).orElseThrow().errors())
                    .noneMatch(error -> error.failure().source().equals("rebuild"));
            bench.store.controls().resume(run, new By("alice", ""));

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);
            writers.end();
            Rebuilt.assertNothingLostOrDoubled(bench, writers, 3_000);
        }
    }

    @Test
    void aTableThatCannotBeRebuiltIsRefusedWithTheReason() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 10, "Log")) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.REFUSED);

            assertThat(reason(bench, run))
                    .isEqualTo("events is a Log; only tables of the MergeTree family can be rebuilt");
        }
    }

    private void dieBeforeTheExchange(Bench bench, RunId run) {
        DyingTarget fate = new DyingTarget("SYSTEM FLUSH", false);
        Rebuilt.dieIn(bench, clickHouse, run, Direction.FORWARD, Direction.FORWARD, fate);
        assertThat(fate.last()).isNotEmpty();
    }

    private static String reason(Bench bench, RunId run) {
        return bench.find(run).reason().orElse("");
    }
}
