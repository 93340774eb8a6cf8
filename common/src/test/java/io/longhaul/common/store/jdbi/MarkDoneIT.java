package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.ALICE;
import static io.longhaul.common.store.jdbi.Runs.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Leaving;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody vouches for a migration, and takes that back. */
class MarkDoneIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Controls controls = store.controls();
    private final Runs runs = fresh.runs();

    @Test
    void whoVouchesForAMigrationThatNeverRanIsRememberedWithTheReason() {
        runs.register("0001_a");

        Run marked = markDone("0001_a");

        assertThat(marked.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(marked.askedBy()).isEqualTo("alice@desk");
        assertThat(marked.reason()).contains("marked done by alice@desk: disk alarm");
        assertThat(marked.finishedAt()).isPresent();
        assertThat(store.events().of(marked.id())).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("marked-done");
            assertThat(event.actor()).contains("alice@desk");
            assertThat(event.text()).isEqualTo("marked done by alice@desk: disk alarm");
        });
        assertThat(controls.markDone(new MigrationId("0001_a"), BOB)).isInstanceOf(Answer.TooLate.class);
        assertThat(runs.wakeUps(marked.id())).isZero();
    }

    @Test
    void aRunThatIsOverWithoutBeingDoneStaysAndANewOneIsMarked() {
        Run queued = runs.queued("0001_a");
        controls.stop(queued.id(), ALICE);

        Run marked = markDone("0001_a");

        assertThat(marked.id()).isNotEqualTo(queued.id());
        assertThat(runs.find(queued.id()).state()).isEqualTo(RunState.CANCELLED);
        assertThat(store.runs().newest(new MigrationId("0001_a"))).contains(marked);
    }

    @Test
    void aRunThatHasFailedEitherWayBecomesDoneItself() {
        for (RunState state : List.of(RunState.FAILED, RunState.ROLLBACK_FAILED)) {
            String migration = "0001_" + state;
            Hold hold = runs.running(migration);
            assertThat(store.runs().leave(hold, Leaving.Ended.because(RunState.FAILED, "disk full")))
                    .isTrue();
            if (state == RunState.ROLLBACK_FAILED) {
                fresh.sql()
                        .useHandle(handle -> handle.execute(
                                "UPDATE run SET state = 'ROLLBACK_FAILED', direction = 'BACKWARD' WHERE id = ?",
                                hold.run().value()));
            }

            Run marked = markDone(migration);

            assertThat(marked.id()).isEqualTo(hold.run());
            assertThat(marked.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(marked.direction()).isEqualTo(Direction.FORWARD);
            assertThat(store.events().of(hold.run()))
                    .last()
                    .satisfies(event -> assertThat(event.kind()).isEqualTo("marked-done"));
        }
    }

    @Test
    void aRunThatIsNotOverIsNotMarked() {
        Run queued = runs.queued("0001_a");
        assertThat(controls.markDone(queued.migration(), BOB)).isInstanceOf(Answer.TooLate.class);
        Hold hold = runs.claim(queued, Runs.WORKER);
        assertThat(controls.markDone(queued.migration(), BOB)).isInstanceOf(Answer.TooLate.class);
        assertThat(store.runs().begin(hold, Runs.plan(Runs.definition("0001_a", "0001_a")), Direction.FORWARD))
                .isTrue();
        assertThat(controls.markDone(queued.migration(), BOB)).isInstanceOf(Answer.TooLate.class);
        assertThat(store.runs().leave(hold, new Leaving.Paused("paused by bob", true, List.of())))
                .isTrue();
        controls.pause(queued.id(), false, BOB);
        assertThat(controls.markDone(queued.migration(), BOB)).isInstanceOf(Answer.TooLate.class);
    }

    @Test
    void aMarkWithNothingBehindItIsTakenBackAtOnceAndTheMigrationCanBeRun() {
        runs.register("0001_a");
        Run marked = markDone("0001_a");

        assertThat(controls.rollBack(marked.id(), BOB)).isInstanceOf(Answer.Done.class);

        assertThat(runs.find(marked.id()).state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(runs.find(marked.id()).reason()).contains("mark taken back by bob@here");
        assertThat(runs.wakeUps(marked.id())).isZero();
        assertThat(runs.asked(Runs.request("0001_a")).state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void aMarkedRunGoesBackOverWhatItHadDone() {
        Hold hold = runs.running("0001_a");
        runs.attempt(hold, 1, 0);
        assertThat(store.runs().leave(hold, Leaving.Ended.in(RunState.FAILED))).isTrue();
        markDone("0001_a");

        assertThat(controls.rollBack(hold.run(), BOB)).isInstanceOf(Answer.Done.class);

        assertThat(runs.find(hold).state()).isEqualTo(RunState.QUEUED);
        assertThat(runs.find(hold).direction()).isEqualTo(Direction.BACKWARD);
    }

    @Test
    void ofManyWhoVouchAtOnceOneIsHeard() throws Exception {
        runs.register("0001_a");
        try (AtOnce atOnce = new AtOnce()) {
            assertThat(atOnce.times(6, () -> controls.markDone(new MigrationId("0001_a"), ALICE)))
                    .filteredOn(Answer.Done.class::isInstance)
                    .hasSize(1);
        }
        assertThat(store.search().runs("")).hasSize(1);
    }

    private Run markDone(String migration) {
        Answer answer = controls.markDone(new MigrationId(migration), ALICE);
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return answer.run();
    }
}
