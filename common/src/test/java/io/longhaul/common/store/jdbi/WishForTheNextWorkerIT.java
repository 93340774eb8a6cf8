package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.Permit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked of a run that waits, and whose last worker may have left a statement running on the target. */
class WishForTheNextWorkerIT {

    private static final By ALICE = new By("alice@desk", "");

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Controls controls = store.controls();
    private final Runs runs = fresh.runs();

    @Test
    void aStopIsGrantedByTheNextWorkerOnceItHasSeenToTheStatement() {
        Hold dead = runs.running("0001_a");
        long left = runs.attempt(dead, 1, 0);
        Run next = runs.queued("0002_b");
        runs.takeOver(dead.run());

        assertThat(controls.stop(dead.run(), ALICE)).isInstanceOf(Answer.Asked.class);

        assertThat(runs.find(dead.run()).state()).isEqualTo(RunState.QUEUED);
        assertThat(store.runs().claim(next.id(), 1, Runs.claimant(Runs.WORKER, next)))
                .as("the slot is not free while the statement may be running")
                .isInstanceOf(Claim.Busy.class);
        Hold hold = runs.claim(runs.find(dead.run()), new WorkerId("w-2"));
        assertThat(runs.find(dead.run()).wish()).isEqualTo(Wish.STOP);
        store.runs().begin(hold, Runs.plan(Runs.definition("0001_a", "0001_a")), Direction.FORWARD);
        assertThat(store.journal()
                        .conclude(
                                hold,
                                left,
                                Attempt.Result.FAILED,
                                0,
                                Optional.of(new Failure("longhaul", "abandoned", "seen to"))))
                .isTrue();
        assertThat(store.journal().intend(hold, Runs.intent(hold, 1, 0))).isEqualTo(new Permit.Withheld(Wish.STOP));
    }

    @Test
    void aPauseWaitsForTheNextWorkerAndCanBeWithdrawnUntilThen() {
        Hold dead = orphan();

        assertThat(controls.pause(dead.run(), true, ALICE)).isInstanceOf(Answer.Asked.class);
        assertThat(runs.find(dead.run()).state()).isEqualTo(RunState.QUEUED);
        assertThat(runs.find(dead.run()).wish()).isEqualTo(Wish.PAUSE_NOW);

        assertThat(controls.resume(dead.run(), ALICE)).isInstanceOf(Answer.Done.class);
        assertThat(runs.find(dead.run()).wish()).isEqualTo(Wish.RUN);
    }

    @Test
    void aStopThatWaitsForTheNextWorkerDoesNotBecomeAPause() {
        Hold dead = orphan();
        controls.stop(dead.run(), ALICE);

        assertThat(controls.pause(dead.run(), false, ALICE)).isInstanceOf(Answer.TooLate.class);
        fresh.sql().useHandle(handle -> handle.execute("DELETE FROM attempt"));
        assertThat(controls.pause(dead.run(), false, ALICE)).isInstanceOf(Answer.TooLate.class);

        assertThat(runs.find(dead.run()).wish()).isEqualTo(Wish.STOP);
    }

    @Test
    void goingBackIsQueuedAtOnceSinceItsWorkerSeesToTheStatementAnyway() {
        Hold dead = orphan();

        assertThat(controls.stopAndRollBack(dead.run(), ALICE)).isInstanceOf(Answer.Done.class);

        assertThat(runs.find(dead.run()).state()).isEqualTo(RunState.QUEUED);
        assertThat(runs.find(dead.run()).direction()).isEqualTo(Direction.BACKWARD);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ROLL_BACK")
    void aWishThatComesWhileTheLastOperationEndsIsForgottenWithIt(Wish wish) {
        Hold hold = runs.running("0001_a");
        runs.wish(hold.run(), wish.name());

        assertThat(store.runs().leave(hold, Leaving.Ended.in(RunState.SUCCEEDED)))
                .isTrue();

        assertThat(runs.find(hold).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(runs.find(hold).wish()).isEqualTo(Wish.RUN);
        assertThat(controls.stop(hold.run(), ALICE)).isInstanceOf(Answer.TooLate.class);
        assertThat(controls.pause(hold.run(), true, ALICE)).isInstanceOf(Answer.TooLate.class);
    }

    /** The run of a worker that died in a statement. */
    private Hold orphan() {
        Hold hold = runs.running("0001_a");
        runs.attempt(hold, 1, 0);
        runs.takeOver(hold.run());
        return hold;
    }
}
