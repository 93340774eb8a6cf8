package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.worker.run.DeadWorker.Orphan;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left of a mark when workers die or answers are lost around it is no restore. */
@Tag("slow")
class MarksIT extends MarkedStage {

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
