package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.ColumnChange.Kind;
import io.longhaul.common.migration.TableShape;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns that are others in the new table. */
@Tag("slow")
class RebuildColumnsIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));

    private final String clickHouse = services.freshClickHouseUrl();

    @Test
    void columnsCanBeAddedChangedAndDropped() {
        TableShape shape = new TableShape(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("(day, id)"),
                Map.of("index_granularity", "4096"),
                List.of(
                        new ColumnChange(Kind.ADD, "day", "Date DEFAULT toDate(at)"),
                        new ColumnChange(Kind.MODIFY, "text", "LowCardinality(String)"),
                        new ColumnChange(Kind.DROP, "note", "")));
        try (Bench bench = Rebuilt.bench(services, clickHouse, shape, 3_000)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value(
                            "SELECT arrayStringConcat(groupArray(concat(name, ' ', type)), ', ') FROM system.columns"
                                    + " WHERE database = currentDatabase() AND table = 'events'"))
                    .isEqualTo("id UInt64, at DateTime, text LowCardinality(String), day Date");
            assertThat(bench.value("SELECT countIf(day = toDate(at) AND text = toString(id)) FROM events"))
                    .isEqualTo("3000");
            bench.sql("INSERT INTO events (id, at, text) VALUES (1000000001, '2024-05-05 00:00:00', 'late')");

            bench.store.controls().rollBack(run, new By("alice", ""));

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.ROLLED_BACK);
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo("3001");
            assertThat(bench.value("SELECT countIf(note IS NOT NULL) FROM events"))
                    .isEqualTo("2000");
            assertThat(bench.value("SELECT text FROM events WHERE id = 1000000001"))
                    .isEqualTo("late");
        }
    }

    /** The database writes other numbers then, and says nothing. */
    @ParameterizedTest
    @CsvSource({"id, UInt8", "note, Nullable(UInt8)", "note, Nullable(Int8)"})
    void numbersThatANewTypeCannotHoldEndTheRebuildBeforeAnybodySeesThem(String column, String type) {
        try (Bench bench = Rebuilt.bench(services, clickHouse, modifying(column, type), 300)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            assertThat(reason(bench, run)).contains("cannot be safely converted into type", column);
            assertThat(bench.value("SELECT max(id) FROM events")).isEqualTo("299");
            bench.store.controls().rollBack(run, new By("alice", ""));
            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.ROLLED_BACK);
        }
    }

    @Test
    void numbersMayLoseDigitsWhereTheirTypeIsMadeShorter() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, modifying("share", "Float32"), 300)) {
            bench.sql("ALTER TABLE events ADD COLUMN share Nullable(Float64) DEFAULT id / 7");
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.value("SELECT countIf(share = toFloat32(id / 7)) FROM events"))
                    .isEqualTo("300");
        }
    }

    private static TableShape modifying(String column, String type) {
        return new TableShape(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(new ColumnChange(Kind.MODIFY, column, type)));
    }

    /** Nobody could hold both tables against each other. */
    @Test
    void aDefaultThatIsAnotherOneAtEachReadingHasToBeWrittenFirst() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 300)) {
            bench.sql("ALTER TABLE events ADD COLUMN seen DateTime64(6) DEFAULT now64(6)");
            RunId refused = bench.ask().id();

            assertThat(bench.carriedOut(refused)).isEqualTo(RunState.REFUSED);

            assertThat(reason(bench, refused))
                    .isEqualTo(
                            "column seen DEFAULT now64(6): rows of events that are older than the column have another"
                                    + " value at each reading; run ALTER TABLE events MATERIALIZE COLUMN seen first");
            bench.sql("ALTER TABLE events MATERIALIZE COLUMN seen SETTINGS mutations_sync = 2");
            bench.sql("INSERT INTO events (id, at, text) VALUES (1000000001, '2024-05-05 00:00:00', 'late')");
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);
        }
    }

    private static String reason(Bench bench, RunId run) {
        return bench.find(run).reason().orElse("");
    }
}
