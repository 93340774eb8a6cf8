package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.RunSearch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunLifeIT {

    private static final Plan PLAN = Runs.plan(Runs.definition("0001_a", "0001_a"));

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void aRunThatBeginsHasItsPlanFrozen() {
        Hold hold = runs.claimed("0001_a");
        assertThat(store.runs().plan(hold.run())).isEmpty();

        assertThat(store.runs().begin(hold, PLAN, Direction.FORWARD)).isTrue();

        assertThat(run(hold).state()).isEqualTo(RunState.RUNNING);
        assertThat(store.runs().plan(hold.run())).contains(PLAN);
        assertThat(runs.story(hold.run())).containsExactly("asked", "claimed", "began");
    }

    @Test
    void aBeginningWhoseAnswerWasLostIsConfirmedAndToldOnce() {
        Hold hold = runs.running("0001_a");
        store.runs().explain(hold, "copying");
        String before = runs.everything(hold.run());

        assertThat(store.runs().begin(hold, PLAN, Direction.FORWARD)).isTrue();
        assertThat(runs.everything(hold.run())).isEqualTo(before);
    }

    @Test
    void aRunThatStartsAgainKeepsItsFirstPlan() {
        Hold first = runs.running("0001_a");
        runs.takeOver(first.run());
        Hold second = runs.claim(run(first), new WorkerId("w-2"));
        Plan other =
                new Plan(PLAN.migration(), PLAN.checksum(), PLAN.operations().subList(0, 1));

        assertThat(store.runs().begin(second, other, Direction.FORWARD)).isTrue();

        assertThat(store.runs().plan(first.run())).contains(PLAN);
    }

    @Test
    void aReasonIsShownUntilTheRunMovesOn() {
        Hold hold = runs.claimed("0001_a");

        assertThat(store.runs().explain(hold, "waits for Redis")).isTrue();
        assertThat(run(hold).reason()).contains("waits for Redis");
        assertThat(store.runs().begin(hold, PLAN, Direction.FORWARD)).isTrue();
        assertThat(run(hold).reason()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "NOT_REQUIRED", "FAILED", "ROLLBACK_FAILED"})
    void aRunMayEndBeforeItBegan(RunState state) {
        Hold hold = runs.claimed("0001_a");

        assertThat(store.runs().leave(hold, Leaving.Ended.because(state, "disk full")))
                .isTrue();

        assertThat(run(hold).state()).isEqualTo(state);
        assertThat(run(hold).reason()).contains("disk full");
        assertThat(run(hold).finishedAt()).isPresent();
        assertThat(store.events().of(hold.run()))
                .last()
                .satisfies(event -> assertThat(event.text()).isEqualTo(state.words() + ": disk full"));
    }

    @Test
    void aRunThatSucceededHasAllOfItsProgress() {
        Hold hold = runs.running("0001_a");

        assertThat(store.runs().leave(hold, Leaving.Ended.in(RunState.SUCCEEDED)))
                .isTrue();

        assertThat(run(hold).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run(hold).progress().percent()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "NOT_REQUIRED", "ROLLED_BACK", "CANCELLED"})
    void aRunThatIsRunningDoesNotEndInAStateThatItCannotReach(RunState state) {
        Hold hold = runs.running("0001_a");
        String before = runs.everything(hold.run());

        assertThat(store.runs().leave(hold, Leaving.Ended.in(state))).isFalse();
        assertThat(runs.everything(hold.run())).isEqualTo(before);
    }

    @Test
    void theErrorsOfAnEndingAreKept() {
        Hold hold = runs.claimed("0001_a");
        List<Failure> failures =
                List.of(new Failure("check", "freeDisk", "2 GiB free"), new Failure("check", "version", "24.3"));

        store.runs().leave(hold, new Leaving.Ended(RunState.REFUSED, Optional.of("2 checks failed"), failures));

        assertThat(store.search().details(hold.run()).orElseThrow().errors())
                .extracting(RunSearch.RunError::failure)
                .containsExactlyElementsOf(failures);
    }

    @Test
    void anEndingWhoseAnswerWasLostIsConfirmedAndStoredOnce() {
        Hold hold = runs.running("0001_a");
        Run waiting = runs.queued("0002_b");
        Leaving leaving = new Leaving.Ended(RunState.FAILED, Optional.of("x"), List.of(new Failure("check", "x", "y")));
        store.runs().leave(hold, leaving);
        String before = runs.everything(hold.run()) + runs.everything(waiting.id());

        assertThat(store.runs().leave(hold, leaving)).isTrue();
        assertThat(runs.everything(hold.run()) + runs.everything(waiting.id())).isEqualTo(before);
        assertThat(runs.wakeUps(waiting.id()))
                .as("its own and the one when the slot was freed")
                .isEqualTo(2);
    }

    @Test
    void anEndingIsNotReplacedByAnother() {
        Hold hold = runs.running("0001_a");
        store.runs().leave(hold, Leaving.Ended.in(RunState.FAILED));

        assertThat(store.runs().leave(hold, Leaving.Ended.in(RunState.SUCCEEDED)))
                .isFalse();
        assertThat(run(hold).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void aSleepingWorkersEndingIsNoneOnceTheRunWasResumed() {
        Hold hold = runs.running("0001_a");
        store.runs().leave(hold, Leaving.Ended.in(RunState.FAILED));
        runs.takeOver(hold.run());

        assertThat(store.runs().leave(hold, Leaving.Ended.in(RunState.FAILED))).isFalse();
    }

    @Test
    void everyChangeAddsToTheSequence() {
        Run queued = runs.queued("0001_a");
        Hold hold = runs.claim(queued, WORKER);
        long claimed = run(hold).sequence();
        store.runs().begin(hold, PLAN, Direction.FORWARD);
        long began = run(hold).sequence();
        store.runs().leave(hold, Leaving.Ended.in(RunState.SUCCEEDED));

        assertThat(List.of(queued.sequence(), claimed, began, run(hold).sequence()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsUnknownIsNotFound() {
        assertThat(store.runs().find(RunId.random())).isEmpty();
        assertThat(store.runs().plan(RunId.random())).isEmpty();
        assertThat(store.events().of(RunId.random())).isEmpty();
    }

    @Test
    void aWorkerMayAddToTheStory() {
        Hold hold = runs.running("0001_a");

        store.events().tell(hold, "throttled", "replicas lag by 40 s");

        assertThat(store.events().of(hold.run())).last().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("throttled");
            assertThat(event.text()).isEqualTo("replicas lag by 40 s");
            assertThat(event.epoch()).isEqualTo(1);
            assertThat(event.actor()).contains("w-1");
            assertThat(Duration.between(run(hold).changedAt(), event.at())).isLessThan(Duration.ofMinutes(1));
        });
    }

    private Run run(Hold hold) {
        return store.runs().find(hold.run()).orElseThrow();
    }
}
