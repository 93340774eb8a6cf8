package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Loss;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** ClickHouse, or Longhaul's own PostgreSQL, goes back to a backup under a run. */
@Tag("slow")
class RestoredClickHouseIT extends MarkedStage {

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
}
