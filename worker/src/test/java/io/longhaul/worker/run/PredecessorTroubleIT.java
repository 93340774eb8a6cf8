package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the predecessor's users reported of such migrations, and must not happen here. */
@Tag("slow")
class PredecessorTroubleIT {

    private static final String ALL = "SELECT toString((count(), sum(cityHash64(*)))) FROM ";

    /** Makes each copy of a partition take a second or two. */
    private static final String SLOW_TO_COPY =
            "ALTER TABLE events ADD COLUMN slow UInt8 MATERIALIZED sleepEachRow(0.01)";

    private static final int FIRST_INSERT = 3;

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    /** Their list of partitions was made anew after a crash, and the index into it pointed elsewhere. */
    @Test
    void whatIsWrittenBetweenAFailureAndTheResumptionIsNotLostInWhateverPartitionItIs() {
        try (Installation product = new Installation(services, "0001_events_sample_by")) {
            product.postgres("ALTER TABLE instance_setting RENAME TO away");
            assertThat(product.run()).isEqualTo(RunState.FAILED);
            write(product, "2025-01-25 00:00:00");
            write(product, "2025-03-25 00:00:00");
            String before = product.bench.value(ALL + "events");
            product.postgres("ALTER TABLE away RENAME TO instance_setting");

            assertThat(product.resumed()).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(product.bench.value("SELECT count() FROM events")).isEqualTo("302");
            assertThat(product.bench.value(ALL + "events")).isEqualTo(before);
        }
    }

    @Test
    void aNewPartitionBetweenAFailureAndTheResumptionIsNotLostWhereNothingIsCopied() {
        try (Installation product = new Installation(services, "0003_replacing_engines")) {
            product.postgres("ALTER TABLE instance_setting RENAME TO away");
            assertThat(product.run()).isEqualTo(RunState.FAILED);
            product.bench.sql("INSERT INTO sessions VALUES (1, 'new', 7, 1, '2026-01-01 00:00:00')");
            product.postgres("ALTER TABLE away RENAME TO instance_setting");

            assertThat(product.resumed()).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(product.bench.value("SELECT duration FROM sessions FINAL WHERE id = 'new'"))
                    .isEqualTo("7");
        }
    }

    @Test
    void whatWasWrittenToTheNewTableIsThereAfterTheRollback() {
        try (Installation product = new Installation(services, "0001_events_sample_by")) {
            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);
            write(product, "2025-03-25 00:00:00");
            String before = product.bench.value(ALL + "events");

            assertThat(product.rolledBack()).as(product::reason).isEqualTo(RunState.ROLLED_BACK);

            assertThat(product.bench.value(ALL + "events")).isEqualTo(before);
            assertThat(product.bench.value("SELECT count() FROM events")).isEqualTo("301");
        }
    }

    private static void write(Installation product, String timestamp) {
        product.bench.sql(
                "INSERT INTO events_queue SELECT generateUUIDv4(), 1, 'signup', 'late', '%s', '{}', now('UTC')"
                        .formatted(timestamp));
    }

    /** Theirs was killed by the server for its memory, and counted as done: four million rows were missing. */
    @Test
    void anInsertThatSomebodyKillsDoesNotCountAsComplete() {
        try (Installation product = new Installation(services, "0001_events_sample_by")) {
            String before = product.bench.value(ALL + "events");
            product.bench.sql(SLOW_TO_COPY);
            RunId run = product.ask(Map.of());
            CompletableFuture<Void> carriedOut = product.bench.carryOut(run);

            product.bench.target.kill(product.bench.running(run, FIRST_INSERT));
            carriedOut.join();

            assertThat(product.bench.store.journal().attempts(run))
                    .filteredOn(attempt -> attempt.operation() == FIRST_INSERT)
                    .first()
                    .satisfies(attempt -> assertThat(attempt.result()).isNotEqualTo(Attempt.Result.DONE));
            assertThat(product.bench.find(run).state()).isEqualTo(RunState.FAILED);
            assertThat(product.bench.value("SELECT count() FROM events_new")).isEqualTo("0");
            assertThat(product.resumed()).as(product::reason).isEqualTo(RunState.SUCCEEDED);
            assertThat(product.bench.value(ALL + "events")).isEqualTo(before);
        }
    }

    @Test
    void tooLittleDiskAtTheStartIsRefusedAndNothingIsTouched() {
        try (Installation product =
                installation("0001_events_sample_by", "factor: 1.5", "factor: 1.5, atLeast: 900 PiB")) {
            Map<String, String> before = product.everything();

            assertThat(product.run()).isEqualTo(RunState.REFUSED);

            assertThat(product.reason()).contains("free disk is").contains("at least 943718400.0 GiB");
            assertThat(product.everything()).isEqualTo(before);
        }
    }

    /** What an earlier try left in the way was found when everything was copied. */
    @Test
    void aTableThatIsInTheWayIsSaidAtTheStart() {
        try (Installation product = new Installation(services, "0001_events_sample_by")) {
            product.bench.sql("CREATE TABLE events_before_0001 AS events");

            assertThat(product.run()).isEqualTo(RunState.REFUSED);

            assertThat(product.reason()).contains("table events_before_0001 is in the way; drop it or rename it");
        }
    }

    @Test
    void aHealthcheckThatFailsMidwayStopsTheRunAndItGoesOnOnceAllIsWell() {
        try (Installation product = installation("0001_events_sample_by", "every: 30s", "every: 200ms")) {
            String before = product.bench.value(ALL + "events");
            product.bench.sql(SLOW_TO_COPY);
            product.bench.sql("CREATE TABLE other (n UInt8, m UInt8) ENGINE = MergeTree ORDER BY n AS SELECT 1, 1");
            RunId run = product.ask(Map.of());
            CompletableFuture<Void> carriedOut = product.bench.carryOut(run);
            product.bench.running(run, FIRST_INSERT);

            product.bench.sql("ALTER TABLE other UPDATE m = throwIf(n = 1) WHERE 1 SETTINGS mutations_sync = 0");

            assertThat(carriedOut).succeedsWithin(Duration.ofSeconds(30));
            assertThat(product.bench.find(run).state()).isEqualTo(RunState.FAILED);
            assertThat(product.reason()).contains("a mutation fails; see system.mutations");
            assertThat(product.bench.value(ALL + "events")).isEqualTo(before);
            product.bench.sql("KILL MUTATION WHERE database = currentDatabase()");
            assertThat(product.resumed()).as(product::reason).isEqualTo(RunState.SUCCEEDED);
            assertThat(product.bench.value(ALL + "events")).isEqualTo(before);
        }
    }

    /** Theirs dropped the table with what had been moved to it. */
    @Test
    void aRollbackDoesNotDropMovedDataThatItCannotMoveBack() {
        try (Installation product = new Installation(services, "0007_move_old_partitions")) {
            String before = product.bench.value(ALL + "events");
            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);
            product.bench.sql("ALTER TABLE events ADD COLUMN later UInt8");

            assertThat(product.rolledBack()).isEqualTo(RunState.ROLLBACK_FAILED);
            assertThat(product.bench.value("SELECT count() FROM events_backup_0007"))
                    .isEqualTo("150");

            product.bench.sql("ALTER TABLE events DROP COLUMN later");
            assertThat(product.rolledBack()).as(product::reason).isEqualTo(RunState.ROLLED_BACK);
            assertThat(product.bench.value(ALL + "events")).isEqualTo(before);
        }
    }

    @Test
    void whatComesLateIntoAPartitionThatWasMovedIsThereAfterTheRollback() {
        try (Installation product = new Installation(services, "0007_move_old_partitions")) {
            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);
            product.bench.sql("INSERT INTO events SELECT generateUUIDv4(), 'late', '2019-05-20 00:00:00'");

            assertThat(product.rolledBack()).as(product::reason).isEqualTo(RunState.ROLLED_BACK);

            assertThat(product.bench.value("SELECT count() FROM events")).isEqualTo("301");
            assertThat(product.bench.target.tables("")).containsExactly("events", "longhaul_mark");
        }
    }

    /** Theirs named the table after the moment, anew for each operation. */
    @Test
    void theNameOfATableIsFixedForARunAndASqlTextIsNoName() {
        try (Installation product = new Installation(services, "0007_move_old_partitions")) {
            assertThat(product.problems(Map.of("backup", "old; DROP TABLE events", "oldest_to_keep", "202001 OR 1")))
                    .containsExactlyInAnyOrder(
                            "parameter backup: 'old; DROP TABLE events' is no identifier; write the name of a table or"
                                    + " column, of letters, digits and _",
                            "parameter oldest_to_keep: '202001 OR 1' is no integer; write a whole number, such as 42");

            assertThat(product.run(Map.of("backup", "old"))).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(product.bench.target.tables("")).containsExactly("events", "longhaul_mark", "old");
        }
    }

    private static Installation installation(String id, String text, String otherText) {
        UnaryOperator<String> edited = whole -> whole.replace(text, otherText);
        return new Installation(services, id, edited);
    }
}
