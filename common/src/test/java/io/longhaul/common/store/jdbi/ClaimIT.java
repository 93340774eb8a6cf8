package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.WORKER;
import static io.longhaul.common.store.jdbi.Runs.claimant;
import static io.longhaul.common.store.jdbi.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Claimant;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.Outbox;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClaimIT {

    private static final WorkerId OTHER = new WorkerId("w-2");

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void aClaimBeginsTheFirstEpochAndTakesTheSlot() {
        Run queued = runs.queued("0001_a");

        Claim claim = store.runs().claim(queued.id(), 1, claimant(WORKER, queued));

        Run run = ((Claim.Claimed) claim).run();
        assertThat(((Claim.Claimed) claim).hold()).isEqualTo(new Hold(queued.id(), new Epoch(1), WORKER));
        assertThat(run.state()).isEqualTo(RunState.STARTING);
        assertThat(run.worker()).contains(WORKER);
        assertThat(run.sequence()).isGreaterThan(queued.sequence());
        assertThat(run.startedAt()).isPresent();
        assertThat(run.beatAt()).isPresent();
        assertThat(runs.story(queued.id())).containsExactly("asked", "claimed");
        assertThat(column(queued.id(), "slot")).isEqualTo("only");
    }

    @Test
    void theWorkersTimersAreInTheRowForTheReaperToJudgeBy() {
        Run queued = runs.queued("0001_a");
        Claimant fast = new Claimant(WORKER, queued.checksum(), Duration.ofMillis(500), Duration.ofMillis(4250));

        store.runs().claim(queued.id(), 1, fast);

        assertThat(column(queued.id(), "extract(epoch FROM heartbeat)")).isEqualTo("0.500000");
        assertThat(column(queued.id(), "extract(epoch FROM dead_after)")).isEqualTo("4.250000");
    }

    @Test
    void everyTakeoverAndEveryClaimAddOneToTheEpoch() {
        Hold first = runs.claimed("0001_a");
        Optional<Run> before = store.runs().find(first.run());
        runs.takeOver(first.run());
        Run takenOver = store.runs().find(first.run()).orElseThrow();

        Hold second = runs.claim(takenOver, OTHER);

        assertThat(first.epoch()).isEqualTo(new Epoch(1));
        assertThat(takenOver.epoch()).isEqualTo(new Epoch(2));
        assertThat(second.epoch()).isEqualTo(new Epoch(3));
        Run after = store.runs().find(first.run()).orElseThrow();
        assertThat(after.startedAt())
                .as("the first start")
                .isEqualTo(before.orElseThrow().startedAt());
    }

    @Test
    void aWakeUpOfAnEarlierDispatchIsStale() {
        Hold hold = runs.claimed("0001_a");
        runs.takeOver(hold.run());
        Run run = store.runs().find(hold.run()).orElseThrow();

        assertThat(store.runs().claim(run.id(), 1, claimant(OTHER, run))).isEqualTo(new Claim.Stale());
        assertThat(store.runs().claim(run.id(), 3, claimant(OTHER, run))).isEqualTo(new Claim.Stale());
        assertThat(runs.claim(run, OTHER)).isNotNull();
    }

    @Test
    void aDoubledWakeUpOfARunInHandIsStale() {
        Hold hold = runs.claimed("0001_a");
        Run run = store.runs().find(hold.run()).orElseThrow();

        assertThat(store.runs().claim(run.id(), 1, claimant(OTHER, run))).isEqualTo(new Claim.Stale());
        assertThat(store.runs().find(hold.run())).contains(run);
    }

    @Test
    void aWakeUpOfAnUnknownRunIsStale() {
        Run run = runs.queued("0001_a");

        assertThat(store.runs().claim(RunId.random(), 1, claimant(WORKER, run))).isEqualTo(new Claim.Stale());
    }

    @Test
    void aWorkerWithAnotherDefinitionDoesNotClaim() {
        Run run = runs.queued("0001_a");
        Claimant other = new Claimant(WORKER, Checksum.of("changed"), Duration.ofSeconds(2), Duration.ofSeconds(15));

        assertThat(store.runs().claim(run.id(), 1, other)).isEqualTo(new Claim.OtherDefinition());
        assertThat(store.runs().find(run.id())).contains(run);
    }

    @Test
    void aTakenSlotIsBusyWithTheMigrationThatHasIt() {
        runs.claimed("0001_a");
        Run run = runs.queued("0002_b");

        assertThat(store.runs().claim(run.id(), 1, claimant(OTHER, run)))
                .isEqualTo(new Claim.Busy(new MigrationId("0001_a")));
        assertThat(store.runs().find(run.id())).contains(run);
    }

    @Test
    void aClaimWhoseAnswerWasLostIsAnsweredAgainInTheSameEpoch() {
        Run run = runs.queued("0001_a");
        Claim first = store.runs().claim(run.id(), 1, claimant(WORKER, run));

        assertThat(store.runs().claim(run.id(), 1, claimant(WORKER, run))).isEqualTo(first);
        assertThat(runs.story(run.id())).containsExactly("asked", "claimed");
    }

    @Test
    void aWakeUpOfAnEarlierDispatchIsStaleAlsoForTheWorkerThatHasTheRun() {
        Hold hold = runs.claimed("0001_a");
        runs.takeOver(hold.run());
        Run run = store.runs().find(hold.run()).orElseThrow();
        runs.claim(run, WORKER);

        assertThat(store.runs().claim(run.id(), 1, claimant(WORKER, run))).isEqualTo(new Claim.Stale());
    }

    @Test
    void aTakenOverRunKeepsTheSlotAndIsTheOnlyOneThatCanBeClaimed() {
        Hold hold = runs.claimed("0001_a");
        Run waiting = runs.queued("0002_b");
        runs.takeOver(hold.run());

        assertThat(store.runs().claim(waiting.id(), 1, claimant(OTHER, waiting)))
                .isEqualTo(new Claim.Busy(new MigrationId("0001_a")));
        assertThat(runs.claim(store.runs().find(hold.run()).orElseThrow(), OTHER)
                        .epoch())
                .isEqualTo(new Epoch(3));
    }

    @Test
    void aRunThatEndsFreesTheSlotAndWakesTheRunThatHasWaitedLongest() {
        Hold hold = runs.claimed("0001_a");
        runs.register("0002_b", "0003_c", "0004_d");
        Run second = runs.asked(request("0004_d"));
        Run third = runs.asked(request("0002_b"));
        store.outbox()
                .waiting(Duration.ZERO, 10)
                .forEach(entry -> store.outbox().published(entry.id()));

        assertThat(store.runs().leave(hold, Leaving.Ended.because(RunState.REFUSED, "disk full")))
                .isTrue();

        assertThat(column(hold.run(), "slot")).isEqualTo("null");
        assertThat(store.outbox().waiting(Duration.ZERO, 10))
                .extracting(Outbox.Entry::wakeUp)
                .singleElement()
                .satisfies(wakeUp -> {
                    assertThat(wakeUp.run()).isEqualTo(second.id());
                    assertThat(store.runs().claim(wakeUp.run(), wakeUp.dispatch(), claimant(OTHER, second)))
                            .isInstanceOf(Claim.Claimed.class);
                });
        assertThat(store.runs().claim(third.id(), 1, claimant(WORKER, third)))
                .isEqualTo(new Claim.Busy(new MigrationId("0004_d")));
    }

    private static String column(RunId run, String column) {
        return fresh.sql()
                .withHandle(handle -> handle.select(
                                "SELECT coalesce(CAST(%s AS text), 'null') FROM run WHERE id = ?".formatted(column),
                                run.value())
                        .mapTo(String.class)
                        .one());
    }
}
