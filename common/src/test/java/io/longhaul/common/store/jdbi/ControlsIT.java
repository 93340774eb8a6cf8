package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.ALICE;
import static io.longhaul.common.store.jdbi.Runs.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.Answer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class ControlsIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Controls controls = store.controls();
    private final Runs runs = fresh.runs();

    @Test
    void aRunInTheHandsOfAWorkerIsAskedAndTheWorkerToldAtOnce() throws SQLException {
        Hold hold = runs.running("0001_a");
        PGNotification[] heard;
        try (Handle listener = fresh.sql().open()) {
            listener.execute("LISTEN longhaul");
            assertThat(controls.pause(hold.run(), false, ALICE)).isInstanceOf(Answer.Asked.class);
            heard = listener.getConnection().unwrap(PGConnection.class).getNotifications(5000);
        }

        assertThat(heard).hasSize(1);
        assertThat(heard[0].getParameter()).isEqualTo(hold.run().toString());
        assertThat(runs.find(hold).wish()).isEqualTo(Wish.PAUSE);
        assertThat(runs.find(hold).state()).isEqualTo(RunState.RUNNING);
        assertThat(store.events().of(hold.run()))
                .last()
                .satisfies(event -> assertThat(event.text()).isEqualTo("asked to pause by alice@desk: disk alarm"))
                .satisfies(event -> assertThat(event.actor()).contains("alice@desk"));
    }

    @Test
    void aPauseMayBecomeMoreUrgentButNotLess() {
        Hold hold = runs.running("0001_a");
        controls.pause(hold.run(), false, ALICE);
        controls.pause(hold.run(), true, BOB);
        assertThat(runs.find(hold).wish()).isEqualTo(Wish.PAUSE_NOW);
        controls.pause(hold.run(), false, ALICE);
        assertThat(runs.find(hold).wish()).isEqualTo(Wish.PAUSE_NOW);
    }

    @Test
    void aPauseThatHasNotHappenedIsWithdrawn() {
        Hold hold = runs.running("0001_a");
        controls.pause(hold.run(), true, ALICE);

        assertThat(controls.resume(hold.run(), BOB)).isInstanceOf(Answer.Asked.class);
        assertThat(runs.find(hold).wish()).isEqualTo(Wish.RUN);
        assertThat(controls.resume(hold.run(), BOB)).isInstanceOf(Answer.TooLate.class);
    }

    @Test
    void endingOutranksStandingStill() {
        Hold hold = runs.running("0001_a");
        controls.stop(hold.run(), ALICE);

        assertThat(controls.pause(hold.run(), true, BOB)).isInstanceOf(Answer.TooLate.class);
        assertThat(runs.find(hold).wish()).isEqualTo(Wish.STOP);
    }

    @Test
    void pauseAndStopAtOnceEndInAStop() throws ExecutionException, InterruptedException {
        for (int round = 0; round < 10; round++) {
            Hold hold = runs.running("000%d_a".formatted(round));
            try (AtOnce atOnce = new AtOnce()) {
                atOnce.all(List.of(
                        () -> controls.pause(hold.run(), false, ALICE),
                        () -> controls.stop(hold.run(), BOB),
                        () -> controls.pause(hold.run(), true, ALICE)));
            }
            assertThat(runs.find(hold).wish()).isEqualTo(Wish.STOP);
            end(hold, RunState.FAILED);
            fresh.sql().useHandle(handle -> handle.execute("TRUNCATE migration CASCADE"));
        }
    }

    @Test
    void ofManyWhoResumeOneDoes() throws ExecutionException, InterruptedException {
        Hold hold = runs.running("0001_a");
        end(hold, RunState.FAILED);
        try (AtOnce atOnce = new AtOnce()) {
            List<Answer> answers = atOnce.times(4, () -> controls.resume(hold.run(), ALICE));

            assertThat(answers).filteredOn(Answer.Done.class::isInstance).hasSize(1);
            assertThat(answers).filteredOn(Answer.TooLate.class::isInstance).hasSize(3);
        }
        assertThat(runs.find(hold).dispatch()).isEqualTo(2);
        assertThat(runs.find(hold).state()).isEqualTo(RunState.QUEUED);
        assertThat(runs.wakeUps(hold.run())).isEqualTo(2);
    }

    @Test
    void aRunThatNeverBeganIsCancelled() {
        Run run = runs.queued("0001_a");

        assertThat(controls.stop(run.id(), ALICE)).isInstanceOf(Answer.Done.class);
        assertThat(runs.find(run.id()).state()).isEqualTo(RunState.CANCELLED);
        assertThat(runs.find(run.id()).reason()).contains("cancelled by alice@desk: disk alarm");
        assertThat(controls.stop(run.id(), ALICE)).isInstanceOf(Answer.TooLate.class);
    }

    @Test
    void aRunThatWaitsToGoOnFailsAndTheNextIsWoken() {
        Hold hold = runs.running("0001_a");
        Run next = runs.queued("0002_b");
        runs.takeOver(hold.run());

        assertThat(controls.stop(hold.run(), ALICE)).isInstanceOf(Answer.Done.class);
        assertThat(runs.find(hold).state()).isEqualTo(RunState.FAILED);
        assertThat(runs.wakeUps(next.id())).isEqualTo(2);
        assertThat(runs.claim(next, Runs.WORKER)).isNotNull();
    }

    @Test
    void aQueuedRunIsPausedWithItsSlotAndResumed() {
        Hold hold = runs.running("0001_a");
        Run next = runs.queued("0002_b");
        runs.takeOver(hold.run());

        assertThat(controls.pause(hold.run(), false, ALICE)).isInstanceOf(Answer.Done.class);
        assertThat(runs.find(hold).state()).isEqualTo(RunState.PAUSED);
        assertThat(store.runs().claim(next.id(), 1, Runs.claimant(Runs.WORKER, next)))
                .isInstanceOf(Claim.Busy.class);
        assertThat(controls.resume(hold.run(), ALICE)).isInstanceOf(Answer.Done.class);
        assertThat(runs.claim(runs.find(hold), Runs.WORKER)).isNotNull();
    }

    @Test
    void aPausedRunIsStoppedOrTakenBack() {
        Hold hold = runs.running("0001_a");
        runs.takeOver(hold.run());
        controls.pause(hold.run(), false, ALICE);

        assertThat(controls.rollBack(hold.run(), ALICE)).isInstanceOf(Answer.Done.class);
        Run back = runs.find(hold);
        assertThat(back.state()).isEqualTo(RunState.QUEUED);
        assertThat(back.direction()).isEqualTo(Direction.BACKWARD);
        assertThat(controls.stop(hold.run(), ALICE)).isInstanceOf(Answer.Done.class);
        assertThat(runs.find(hold).state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(controls.resume(hold.run(), ALICE)).isInstanceOf(Answer.Done.class);
        assertThat(runs.find(hold).direction()).isEqualTo(Direction.BACKWARD);
    }

    @Test
    void resumingForgetsCrashesAndBackOff() {
        Hold hold = runs.running("0001_a");
        end(hold, RunState.FAILED);
        fresh.sql()
                .useHandle(handle -> handle.execute(
                        "UPDATE run SET crashes = 9, not_before = now() + interval '1 hour', wish = 'STOP'"));

        controls.resume(hold.run(), ALICE);

        assertThat(runs.find(hold).wish()).isEqualTo(Wish.RUN);
        assertThat(runs.claim(runs.find(hold), Runs.WORKER)).isNotNull();
        assertThat(store.takeovers().owned().get(0).crashes()).isZero();
    }

    @Test
    void aCompletedRunIsTakenBackUnlessAnotherOfItsMigrationIsNotOver() {
        Hold hold = runs.running("0001_a");
        end(hold, RunState.SUCCEEDED);
        assertThat(controls.resume(hold.run(), ALICE)).isInstanceOf(Answer.TooLate.class);
        assertThat(controls.stop(hold.run(), ALICE)).isInstanceOf(Answer.TooLate.class);

        assertThat(controls.rollBack(hold.run(), ALICE)).isInstanceOf(Answer.Done.class);
        assertThat(runs.find(hold).direction()).isEqualTo(Direction.BACKWARD);

        fresh.sql().useHandle(handle -> handle.execute("UPDATE run SET state = 'ROLLED_BACK', direction = 'BACKWARD'"));
        Run second = runs.asked(Runs.request("0001_a"));
        fresh.sql()
                .useHandle(handle -> handle.execute(
                        "UPDATE run SET state = 'SUCCEEDED', direction = 'FORWARD' WHERE id = ?",
                        hold.run().value()));
        assertThat(controls.rollBack(hold.run(), ALICE))
                .isInstanceOfSatisfying(
                        Answer.OtherRun.class,
                        answer -> assertThat(answer.other().id()).isEqualTo(second.id()));
    }

    @Test
    void whatCannotBeTakenBackIsNotCrossed() {
        Hold hold = runs.claimed("0001_a");
        Definition definition = Runs.definition("0001_a", "0001_a");
        store.runs()
                .begin(
                        hold,
                        new Plan(
                                definition.migration().id(),
                                definition.checksum(),
                                List.of(planned(1, false), planned(2, true))),
                        Direction.FORWARD);
        runs.attempt(hold, 1, 0);
        assertThat(controls.stopAndRollBack(hold.run(), ALICE)).isInstanceOf(Answer.Asked.class);
        assertThat(runs.find(hold).wish()).isEqualTo(Wish.ROLL_BACK);
        runs.wish(hold.run(), "RUN");
        runs.attempt(hold, 2, 0);

        assertThat(controls.stopAndRollBack(hold.run(), ALICE))
                .isInstanceOfSatisfying(
                        Answer.Irreversible.class,
                        answer -> assertThat(answer.operation()).isEqualTo("op 2"));
        end(hold, RunState.FAILED);
        assertThat(controls.rollBack(hold.run(), ALICE)).isInstanceOf(Answer.Irreversible.class);
    }

    private static PlannedOperation planned(int index, boolean irreversible) {
        return new PlannedOperation(
                index,
                "op " + index,
                Engine.CLICKHOUSE,
                "SELECT 1",
                Map.of(),
                List.of(),
                Optional.empty(),
                0,
                new Handling(CrashRule.RESUME, irreversible, Optional.empty(), Optional.empty()));
    }

    /** As its worker would; by hand, so that this test is about controls alone. */
    private static void end(Hold hold, RunState state) {
        fresh.sql()
                .useHandle(handle -> handle.execute(
                        "UPDATE run SET state = ?, slot = NULL, sequence = sequence + 1, finished_at = now() WHERE id = ?",
                        state.name(),
                        hold.run().value()));
    }
}
