package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Loss;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.run.DeadWorker.Orphan;
import io.longhaul.worker.wire.Wire;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ClickHouse, or Longhaul's own PostgreSQL, goes back to a backup under a run. */
@Tag("slow")
class RestoredClickHouseIT {

    private static final By ALICE = new By("alice@desk", "");

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private String longhauls;

    @AutoClose
    private Wire wire;

    @AutoClose
    private Bench bench;

    /** Five operations that insert their number into t, and a sixth that fails until there is a table gate. */
    @BeforeEach
    void bench() {
        with(insert(1), insert(2), insert(3), insert(4), insert(5), last());
    }

    private void with(SqlOperation... does) {
        if (bench != null) {
            bench.close();
            wire.close();
        }
        longhauls = services.freshPostgresUrl();
        String clickHouse = services.freshClickHouseUrl();
        wire = new Wire(clickHouse);
        bench = new Bench(longhauls, services.freshRedisUrl(), clickHouse, wire.url(), does);
        bench.sql("CREATE TABLE t (number UInt64) ENGINE = MergeTree ORDER BY number");
    }

    private static SqlOperation insert(int number) {
        return operation(
                "insert %d".formatted(number),
                "INSERT INTO t SELECT %d".formatted(number),
                Optional.empty(),
                "ALTER TABLE t DELETE WHERE number = %d SETTINGS mutations_sync = 2".formatted(number));
    }

    private static SqlOperation last() {
        return operation("last", "INSERT INTO gate SELECT 1", Optional.empty());
    }

    private static SqlOperation operation(String name, String statement, Optional<String> done, String... rollback) {
        return new SqlOperation(
                name,
                Engine.CLICKHOUSE,
                List.of(statement),
                Optional.empty(),
                List.of(rollback),
                done,
                Handling.of(CrashRule.RESUME));
    }

    /** The run that has done five operations and stands before the sixth. */
    private RunId afterFive() {
        RunId run = bench.ask().id();
        assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);
        bench.sql("CREATE TABLE gate (n UInt8) ENGINE = MergeTree ORDER BY n");
        return run;
    }

    /** As if from a backup that was made after operation 2. */
    private void restore() {
        bench.sql("ALTER TABLE t DELETE WHERE number > 2 SETTINGS mutations_sync = 2");
        forgetMarks();
    }

    private void forgetMarks() {
        bench.sql(
                "ALTER TABLE longhaul_mark DELETE WHERE match(query_id, '-[345]-[01]-e') SETTINGS mutations_sync = 2");
    }

    private RunState resumed(RunId run, Optional<Loss> loss) {
        bench.store.controls().resume(run, loss, ALICE);
        return bench.carriedOut(run);
    }

    private String numbers() {
        return bench.value("SELECT toString(arraySort(groupArray(number))) FROM t");
    }

    @Test
    void aRunWhoseClickHouseWasRestoredStopsBeforeItSendsAnythingAndSaysWhy() {
        RunId run = afterFive();
        restore();

        assertThat(resumed(run, Optional.empty())).isEqualTo(RunState.FAILED);

        assertThat(numbers()).isEqualTo("[1,2]");
        assertThat(bench.value("SELECT count() FROM gate")).isEqualTo("0");
        assertThat(bench.find(run).reason().orElse(""))
                .startsWith("operations 3 to 5 are done by the journal since ")
                .contains("have no mark in ClickHouse any more, while operation 2, done at ")
                .contains("'longhaul resume 0001_bench --lost=gone'");
        assertThat(bench.store.search().details(run).orElseThrow().errors())
                .extracting(error -> error.failure().code())
                .contains("restored");
    }

    @Test
    void whatIsGoneIsCarriedOutAgainOnceAPersonSaysSo() {
        RunId run = afterFive();
        restore();
        assertThat(resumed(run, Optional.empty())).isEqualTo(RunState.FAILED);

        assertThat(resumed(run, Optional.of(Loss.GONE))).isEqualTo(RunState.SUCCEEDED);

        assertThat(numbers()).isEqualTo("[1,2,3,4,5]");
        assertThat(bench.value("SELECT count() FROM gate")).isEqualTo("1");
        assertThat(App.journal(bench, run))
                .contains("3 FORWARD LOST", "4 FORWARD LOST", "5 FORWARD LOST", "3 FORWARD DONE");
        assertThat(bench.find(run).progress().fraction()).isEqualTo(1);
    }

    @Test
    void whatAPersonSaidOfOneLossDoesNotHoldForTheNext() {
        RunId run = bench.ask().id();
        assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);
        assertThat(resumed(run, Optional.of(Loss.GONE))).isEqualTo(RunState.FAILED);
        bench.sql("CREATE TABLE gate (n UInt8) ENGINE = MergeTree ORDER BY n");
        restore();

        assertThat(resumed(run, Optional.empty())).isEqualTo(RunState.FAILED);

        assertThat(bench.find(run).reason().orElse("")).startsWith("operations 3 to 5 are done by the journal");
    }

    @Test
    void whatIsGoneIsNotTakenBack() {
        RunId run = afterFive();
        restore();
        bench.store.controls().rollBack(run, Optional.of(Loss.GONE), ALICE);

        assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);

        assertThat(numbers()).isEqualTo("[]");
        assertThat(App.journal(bench, run).stream().filter(line -> line.contains("BACKWARD")))
                .containsExactly("2 BACKWARD DONE", "1 BACKWARD DONE");
    }

    @Test
    void aRunOnItsWayBackStopsAsWellAndGoesOnGoingBackOnceAPersonSaysSo() {
        RunId run = afterFive();
        restore();
        bench.store.controls().rollBack(run, ALICE);

        assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLBACK_FAILED);

        assertThat(bench.find(run).reason().orElse("")).startsWith("operations 3 to 5 are done by the journal");
        assertThat(numbers()).isEqualTo("[1,2]");
        assertThat(resumed(run, Optional.of(Loss.GONE))).isEqualTo(RunState.ROLLED_BACK);
        assertThat(numbers()).isEqualTo("[]");
    }

    @Test
    void whatHasLostItsMarkAloneIsNotCarriedOutAgain() {
        RunId run = afterFive();
        forgetMarks();

        assertThat(resumed(run, Optional.of(Loss.THERE))).isEqualTo(RunState.SUCCEEDED);

        assertThat(numbers()).isEqualTo("[1,2,3,4,5]");
    }

    @Test
    void aNewerBackupIsAllThatARunNeedsToGoOn() {
        RunId run = afterFive();
        bench.sql("CREATE TABLE newer AS longhaul_mark");
        bench.sql("INSERT INTO newer SELECT * FROM longhaul_mark");
        forgetMarks();
        assertThat(resumed(run, Optional.empty())).isEqualTo(RunState.FAILED);
        bench.sql("EXCHANGE TABLES newer AND longhaul_mark");

        assertThat(resumed(run, Optional.empty())).isEqualTo(RunState.SUCCEEDED);

        assertThat(numbers()).isEqualTo("[1,2,3,4,5]");
    }

    @Test
    void aRestoreBehindALostConnectionIsNoticedWithinTheEpoch() {
        with(insert(1), insert(2), insert(3), Operations.nap());
        RunId run = bench.ask().id();
        CompletableFuture<Void> work = bench.carryOut(run);
        bench.running(run, 4);
        restore();

        wire.cut();

        work.join();
        assertThat(bench.find(run).state()).isEqualTo(RunState.FAILED);
        assertThat(bench.find(run).epoch().value()).isEqualTo(1);
        assertThat(bench.find(run).reason().orElse("")).startsWith("operation 3 is done by the journal");
    }

    /** With no connection lost, a restore in the last operation is noticed before the run has succeeded. */
    @Test
    void aRunDoesNotSucceedOnADatabaseThatWasRestoredMeanwhile() {
        with(insert(1), insert(2), insert(3), Operations.nap());
        RunId run = bench.ask().id();
        CompletableFuture<Void> work = bench.carryOut(run);
        bench.running(run, 4);
        restore();

        work.join();

        assertThat(bench.find(run).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void aMarkThatTheJournalDoesNotKnowMeansThatLonghaulsOwnPostgresWasRestored() {
        RunId run = afterFive();
        ByHand.change(longhauls, "DELETE FROM longhaul.attempt WHERE operation > 2");

        assertThat(resumed(run, Optional.empty())).isEqualTo(RunState.FAILED);

        assertThat(numbers()).isEqualTo("[1,2,3,4,5]");
        assertThat(bench.find(run).reason().orElse(""))
                .startsWith("ClickHouse has marks of operations 3 to 5 of this run that the journal does not know:"
                        + " Longhaul's own PostgreSQL was restored from an older backup");
    }

    @Test
    void aRunWithoutAnyAttemptByTheJournalStopsAsWell() {
        RunId run = afterFive();
        ByHand.change(longhauls, "DELETE FROM longhaul.attempt");

        assertThat(resumed(run, Optional.empty())).isEqualTo(RunState.FAILED);

        assertThat(numbers()).isEqualTo("[1,2,3,4,5]");
    }

    @Test
    void whatWasDoneBeforeThereWereMarksIsNotMissed() {
        RunId run = afterFive();
        ByHand.change(longhauls, "UPDATE longhaul.attempt SET marked = false");
        bench.sql("DROP TABLE longhaul_mark SYNC");

        assertThat(resumed(run, Optional.empty())).isEqualTo(RunState.SUCCEEDED);

        assertThat(numbers()).isEqualTo("[1,2,3,4,5]");
    }

    @Test
    void anOperationWhoseWorkerDiedBeforeItsMarkIsNoRestore() {
        with(operation("one", "INSERT INTO t SELECT 1", Optional.of("SELECT count() = 1 FROM t")), insert(2));
        Orphan orphan = bench.dead.leftCommitted(bench.ask().id(), 1, Direction.FORWARD);

        assertThat(bench.carriedOut(orphan.run())).isEqualTo(RunState.SUCCEEDED);

        assertThat(numbers()).isEqualTo("[1,2]");
    }

    /** Nobody could ask it whether it is done: its mark alone tells. */
    @Test
    void anOperationWhoseWorkerDiedBetweenItsMarkAndItsJournalLineIsFoundDone() {
        with(insert(1), insert(2));
        Orphan orphan = bench.dead.leftCommitted(bench.ask().id(), 1, Direction.FORWARD);
        bench.target.mark(orphan.query());

        assertThat(bench.carriedOut(orphan.run())).isEqualTo(RunState.SUCCEEDED);

        assertThat(numbers()).isEqualTo("[1,2]");
        assertThat(App.journal(bench, orphan.run())).containsExactly("1 FORWARD FOUND_DONE", "2 FORWARD DONE");
    }

    @Test
    void anOperationWhoseWorkerDiedAfterItsJournalLineIsNoRestore() {
        with(insert(1), insert(2));
        Orphan orphan = bench.dead.leftCommitted(bench.ask().id(), 1, Direction.FORWARD);
        bench.target.mark(orphan.query());
        long attempt = bench.store.journal().attempts(orphan.run()).get(0).id();
        bench.carryOut(orphan.run()).join();

        assertThat(bench.store.journal().attempts(orphan.run()))
                .filteredOn(line -> line.id() == attempt)
                .allMatch(Attempt::marked);
        assertThat(bench.find(orphan.run()).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aMarkWhoseAnswerIsLostIsSeenAndNothingIsSentTwice() {
        with(insert(1), insert(2));
        bench.target.mark(new QueryId("lh-00000000-1-0-e1"));
        wire.loseAnswer("INSERT INTO longhaul_mark");
        RunId run = bench.ask().id();

        assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

        assertThat(numbers()).isEqualTo("[1,2]");
    }

    @Test
    void aMarkThatNeverArrivedIsMadeOnceTheOperationWasSeenDone() {
        with(operation("one", "INSERT INTO t SELECT 1", Optional.of("SELECT count() = 1 FROM t")), insert(2));
        wire.loseRequest("INSERT INTO longhaul_mark", 1);
        RunId run = bench.ask().id();

        assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

        assertThat(numbers()).isEqualTo("[1,2]");
        assertThat(bench.target.marks(run).queries()).hasSize(2);
    }

    @Test
    void aRunThatHasSucceededIsTakenBackWithItsMarks() {
        with(insert(1), insert(2));
        RunId run = bench.ask().id();
        assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
        bench.store.controls().rollBack(run, ALICE);

        assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);

        assertThat(bench.target.marks(run).queries())
                .extracting(QueryId::operation)
                .containsExactlyInAnyOrder(1, 2, 1, 2);
    }

    /** Nobody knows whether the first came from us: a lost answer. */
    @Test
    void theSameMarkTwiceIsOne() {
        RunId run = bench.ask().id();
        QueryId query = new QueryId("lh-%s-1-0-e1".formatted(run.brief()));

        bench.target.mark(query);
        bench.target.mark(query);

        assertThat(bench.target.marks(run).queries()).containsExactly(query);
    }
}
