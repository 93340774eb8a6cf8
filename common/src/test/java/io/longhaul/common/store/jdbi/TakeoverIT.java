package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Pulse;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.Takeovers.Owned;
import io.longhaul.common.store.Takeovers.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One reaper takes a run from a worker that died, whole or not at all. */
class TakeoverIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void aRunOfADeadWorkerIsQueuedAgainWithItsSlotAndItsStoryToldInOneTransaction() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);
        Owned seen = runs.owned();

        assertThat(store.takeovers().takeOver(seen, Runs.AT_ONCE, Runs.LOST, "r-1"))
                .isTrue();

        Run taken = runs.find(hold);
        assertThat(taken.state()).isEqualTo(RunState.QUEUED);
        assertThat(taken.epoch().value()).isEqualTo(hold.epoch().value() + 1);
        assertThat(taken.sequence()).isEqualTo(seen.run().sequence() + 1);
        assertThat(taken.dispatch()).isEqualTo(2);
        assertThat(taken.worker()).isEmpty();
        assertThat(column(hold, "slot")).isEqualTo("only");
        assertThat(column(hold, "crashes")).isEqualTo("1");
        assertThat(runs.story(hold.run())).endsWith("taken-over");
        assertThat(store.outbox().waiting(Duration.ZERO, 10))
                .anyMatch(entry -> entry.wakeUp().dispatch() == 2);
        long blamed = fresh.sql()
                .withHandle(handle -> handle.select("SELECT attempt FROM error")
                        .mapTo(Long.class)
                        .one());
        assertThat(blamed).isEqualTo(attempt);
        assertThat(runs.claim(taken, new WorkerId("w-2")).epoch().value())
                .isEqualTo(hold.epoch().value() + 2);
    }

    @Test
    void ofManyReapersAtOnceOneTakesTheRun() throws ExecutionException, InterruptedException {
        Hold hold = runs.running("0001_a");
        Owned seen = runs.owned();
        try (AtOnce atOnce = new AtOnce()) {
            List<Boolean> taken =
                    atOnce.times(4, () -> store.takeovers().takeOver(seen, Runs.AT_ONCE, Runs.LOST, "r-1"));

            assertThat(taken).containsOnlyOnce(true);
        }
        assertThat(runs.find(hold).dispatch()).isEqualTo(2);
        assertThat(runs.story(hold.run())).containsOnlyOnce("taken-over");
    }

    @Test
    void aBeatBetweenTheLookAndTheTakeoverKeepsTheRunWithItsWorker() {
        Hold hold = runs.running("0001_a");
        Owned seen = runs.owned();
        try (Lifeline lifeline = store.lifeline()) {
            assertThat(lifeline.beat(hold, Progress.NONE, Optional.empty())).isInstanceOf(Pulse.Alive.class);
            String before = runs.everything(hold.run());

            assertThat(store.takeovers().takeOver(seen, Runs.AT_ONCE, Runs.LOST, "r-1"))
                    .isFalse();
            assertThat(runs.everything(hold.run())).isEqualTo(before);

            assertThat(store.takeovers().takeOver(runs.owned(), Runs.AT_ONCE, Runs.LOST, "r-1"))
                    .isTrue();
            assertThat(lifeline.beat(hold, Progress.NONE, Optional.empty())).isInstanceOf(Pulse.Fenced.class);
        }
    }

    @Test
    void aFrozenClientThatHoldsTheRowDelaysATakeoverAndDoesNotPreventIt() {
        Hold hold = runs.running("0001_a");
        Duration patience = FreshStore.TIMERS.idleInTransaction();
        fresh.freeze(hold);

        assertThatThrownBy(() -> store.takeovers().takeOver(runs.owned(), Runs.AT_ONCE, Runs.LOST, "r-1"))
                .isInstanceOf(StoreUnavailable.class);
        await().atMost(patience.plusSeconds(4))
                .ignoreExceptionsInstanceOf(StoreUnavailable.class)
                .until(() -> store.takeovers().takeOver(runs.owned(), Runs.AT_ONCE, Runs.LOST, "r-1"));
    }

    @Test
    void nobodyClaimsBeforeTheBackOffIsOver() {
        Hold hold = runs.running("0001_a");
        Duration backOff = Duration.ofMillis(1500);
        store.takeovers().takeOver(runs.owned(), new Verdict.Queue(Direction.BACKWARD, backOff), Runs.LOST, "r-1");
        Run taken = runs.find(hold);
        publishFirst();

        assertThat(store.runs().claim(taken.id(), 2, Runs.claimant(new WorkerId("w-2"), taken)))
                .isInstanceOf(Claim.Stale.class);
        assertThat(store.outbox().waiting(Duration.ZERO, 10)).isEmpty();
        assertThat(store.outbox().sweep(Duration.ZERO)).isZero();

        await().until(() -> store.outbox().waiting(Duration.ofMinutes(1), 10).size() == 1);
        assertThat(store.runs().claim(taken.id(), 2, Runs.claimant(new WorkerId("w-2"), taken)))
                .isInstanceOf(Claim.Claimed.class);
        assertThat(runs.find(hold).direction()).isEqualTo(Direction.BACKWARD);
    }

    @Test
    void whereSomebodyIsToBeAskedTheRunFailsAndTheNextIsWoken() {
        Hold hold = runs.running("0001_a");
        Run next = runs.queued("0002_b");
        publishFirst();
        store.takeovers().takeOver(runs.owned(), new Verdict.Ask("its worker died"), Runs.LOST, "r-1");

        Run failed = runs.find(hold);
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.reason()).contains("its worker died");
        assertThat(failed.finishedAt()).isPresent();
        assertThat(column(hold, "slot")).isEqualTo("null");
        assertThat(store.outbox().waiting(Duration.ZERO, 10))
                .extracting(entry -> entry.wakeUp().run())
                .containsExactly(next.id());
    }

    @Test
    void whatCannotBeTakenBackFurtherFailsBackward() {
        Hold hold = runs.running("0001_a");
        fresh.sql()
                .useHandle(handle -> handle.execute("UPDATE run SET state = 'ROLLING_BACK', direction = 'BACKWARD'"));

        store.takeovers().takeOver(runs.owned(), new Verdict.GiveUp("spent"), Runs.LOST, "r-1");

        assertThat(runs.find(hold).state()).isEqualTo(RunState.ROLLBACK_FAILED);
    }

    private void publishFirst() {
        fresh.sql().useHandle(handle -> handle.execute("UPDATE outbox SET published_at = now() WHERE dispatch = 1"));
    }

    private static String column(Hold hold, String name) {
        return fresh.sql()
                .withHandle(handle -> handle.select(
                                "SELECT coalesce(to_jsonb(r) ->> ?, 'null') FROM run r WHERE id = ?",
                                name,
                                hold.run().value())
                        .mapTo(String.class)
                        .one());
    }
}
