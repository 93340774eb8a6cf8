package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Progress.Doing;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.Settings.Name;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.run.Meanwhile.Happening;
import io.longhaul.worker.target.Outcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody alters the table while it is rebuilt: it takes weeks, and the application goes on. */
@Tag("slow")
class RebuildAlteredIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final int ROWS = 300;
    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));
    private static final By ALICE = new By("alice", "");

    private final String clickHouse = services.freshClickHouseUrl();

    /** What came of the rebuild in which this happens. */
    private Outcome carryOut(Bench bench, RunId run, Happening... happenings) {
        return Meanwhile.carryOut(bench, clickHouse, run, Direction.FORWARD, happenings);
    }

    /** While the first chunk is copied. */
    private static Happening copying(Runnable what) {
        return new Happening("INSERT INTO `lh_chunk_", what);
    }

    private static void addColumnAndWrite(Bench bench) {
        bench.sql("ALTER TABLE events ADD COLUMN person String DEFAULT concat('nobody ', text) AFTER text");
        bench.sql("INSERT INTO events (id, at, text, person)"
                + " SELECT 1000000000 + number, '2024-02-02 00:00:00', 'new', 'alice' FROM numbers(10)");
    }

    private static void assertPersonsAreThere(Bench bench) {
        assertThat(bench.value("SELECT toString((count(), countIf(person = 'alice'),"
                        + " countIf(person = concat('nobody ', text)))) FROM events"))
                .isEqualTo("(%d,10,%d)".formatted(ROWS + 10, ROWS));
        assertThat(bench.value("SELECT arrayStringConcat(groupArray(name), ' ') FROM system.columns"
                        + " WHERE database = currentDatabase() AND table = 'events'"))
                .isEqualTo("id at text person note");
    }

    private static String reason(Bench bench, RunId run) {
        return bench.find(run).reason().orElse("");
    }

    @Test
    void aColumnThatIsAddedMeanwhileIsThereWithItsValues() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            RunId run = bench.ask().id();

            Outcome outcome = carryOut(bench, run, copying(() -> addColumnAndWrite(bench)));

            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
            assertPersonsAreThere(bench);
            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    /** Nobody looks any more in that moment. */
    @Test
    void soIsOneThatIsAddedJustBeforeTheTablesChangePlaces() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            RunId run = bench.ask().id();

            Outcome outcome = carryOut(bench, run, new Happening("EXCHANGE TABLES", () -> addColumnAndWrite(bench)));

            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
            assertPersonsAreThere(bench);
        }
    }

    /** A staging table was made like the new table, which is another one by then. */
    @ParameterizedTest
    @ValueSource(strings = {"ADD COLUMN person String", "MODIFY COLUMN text LowCardinality(String)"})
    void lastRowsArriveInATableThatIsAlteredJustThen(String alteration) {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            RunId run = bench.ask().id();

            Outcome outcome = carryOut(
                    bench,
                    run,
                    new Happening(
                            "EXCHANGE TABLES",
                            () -> bench.sql("INSERT INTO events (id, at, text)"
                                    + " SELECT 1000000000 + number, '2024-02-02 00:00:00', 'late' FROM numbers(10)")),
                    new Happening(
                            "ALTER TABLE `lh_chunk_",
                            () -> bench.sql(
                                    "ALTER TABLE events %s SETTINGS mutations_sync = 0".formatted(alteration))));

            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
            assertThat(bench.value("SELECT toString((count(), countIf(text = 'late'))) FROM events"))
                    .isEqualTo("(%d,10)".formatted(ROWS + 10));
            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    @Test
    void aColumnThatIsAddedSinceComesAlongWhenTheRebuildIsTakenBack() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            addColumnAndWrite(bench);

            bench.store.controls().rollBack(run, ALICE);

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.ROLLED_BACK);
            assertPersonsAreThere(bench);
        }
    }

    @Test
    void whatTheNewTableWouldNotHaveKeepsThemFromChangingPlacesUntilItIsUndone() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            RunId run = bench.ask().id();

            Outcome outcome = carryOut(
                    bench,
                    run,
                    copying(() -> bench.sql("ALTER TABLE events ADD INDEX by_note note TYPE minmax GRANULARITY 2")));

            assertThat(outcome)
                    .asString()
                    .contains(
                            "events was altered while it was copied: INDEX by_note note TYPE minmax GRANULARITY 2 is new");
            assertThat(bench.value("SELECT sorting_key FROM system.tables"
                            + " WHERE database = currentDatabase() AND name = 'events'"))
                    .isEqualTo("id");
            bench.sql("ALTER TABLE events DROP INDEX by_note SETTINGS mutations_sync = 2");
            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo(Integer.toString(ROWS));
        }
    }

    /** Not only when weeks of copying are over. */
    @Test
    void thatIsFoundWhileChunksAreStillToBeCopied() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            bench.store.settings().set(Optional.of(Bench.MIGRATION), Name.THROTTLE_FREE_DISK, "8000 PiB", "alice");
            RunId run = bench.ask().id();
            CompletableFuture<Void> walk = bench.carryOut(run);
            Bench.await()
                    .until(() -> bench.find(run)
                            .progress()
                            .doing()
                            .flatMap(Doing::throttled)
                            .isPresent());

            bench.sql("ALTER TABLE events MODIFY TTL at + INTERVAL 50 YEAR");
            walk.join();

            assertThat(bench.find(run).state()).isEqualTo(RunState.FAILED);
            assertThat(reason(bench, run))
                    .contains("events was altered while it was copied: ", "TTL at + toIntervalYear(50)");
        }
    }

    @Test
    void soDoesAColumnWhoseOlderRowsHaveAnotherValueAtEachReading() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, ROWS)) {
            RunId run = bench.ask().id();

            Outcome outcome = carryOut(
                    bench,
                    run,
                    copying(() -> bench.sql("ALTER TABLE events ADD COLUMN seen DateTime64(6) DEFAULT now64(6)")));

            assertThat(outcome)
                    .asString()
                    .contains("column seen DEFAULT now64(6): rows of events that are older than the column")
                    .contains("ALTER TABLE events MATERIALIZE COLUMN seen");
            bench.sql("ALTER TABLE events MATERIALIZE COLUMN seen SETTINGS mutations_sync = 2");
            String seen = bench.value("SELECT sum(cityHash64(id, seen)) FROM events");
            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT sum(cityHash64(id, seen)) FROM events"))
                    .isEqualTo(seen);
        }
    }
}
