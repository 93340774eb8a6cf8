package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.Outbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutboxIT {

    private static final Duration MINUTE = Duration.ofSeconds(60);

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void aWakeUpWaitsUntilTheBrokerHasConfirmedIt() {
        Run run = runs.queued("0001_a");
        Outbox.Entry entry = waiting().get(0);

        assertThat(entry.wakeUp()).isEqualTo(new WakeUp(run.id(), run.migration(), 1, Direction.FORWARD));
        store.outbox().published(entry.id());
        assertThat(waiting()).isEmpty();
        store.outbox().published(entry.id());
        assertThat(waiting()).as("confirmed twice").isEmpty();
    }

    @Test
    void onlyAWakeUpThatHasWaitedLongEnoughIsPublishedAgain() {
        runs.queued("0001_a");

        assertThat(store.outbox().waiting(Duration.ofSeconds(5), 10)).isEmpty();
        age(Duration.ofMillis(4500));
        assertThat(store.outbox().waiting(Duration.ofSeconds(5), 10)).isEmpty();
        age(Duration.ofMillis(600));
        assertThat(store.outbox().waiting(Duration.ofSeconds(5), 10)).hasSize(1);
    }

    @Test
    void theOldestComeFirstAndNotAllAtOnce() {
        runs.register("0001_a", "0002_b", "0003_c");
        List<RunId> asked = List.of(
                runs.asked(request("0003_c")).id(),
                runs.asked(request("0001_a")).id(),
                runs.asked(request("0002_b")).id());

        assertThat(waiting()).extracting(entry -> entry.wakeUp().run()).containsExactlyElementsOf(asked);
        assertThat(store.outbox().waiting(Duration.ZERO, 2)).hasSize(2);
    }

    @Test
    void aWakeUpSaysWhichWayTheRunGoesNow() {
        Run run = runs.queued("0001_a");
        fresh.sql().useHandle(handle -> handle.execute("UPDATE run SET direction = 'BACKWARD'"));

        assertThat(waiting().get(0).wakeUp()).isEqualTo(new WakeUp(run.id(), run.migration(), 1, Direction.BACKWARD));
    }

    @Test
    void aRunWhoseWakeUpWasLostIsWokenAgainOnceAnAge() {
        Run run = runs.queued("0001_a");
        publishAll();

        assertThat(store.outbox().sweep(MINUTE)).as("just published").isZero();
        age(MINUTE.plusSeconds(1));
        assertThat(store.outbox().sweep(MINUTE)).isEqualTo(1);
        assertThat(waiting())
                .extracting(Outbox.Entry::wakeUp)
                .containsExactly(new WakeUp(run.id(), run.migration(), 1, Direction.FORWARD));
        assertThat(store.outbox().sweep(MINUTE)).as("not published yet").isZero();
        publishAll();
        assertThat(store.outbox().sweep(MINUTE)).as("just published again").isZero();
        age(MINUTE.plusSeconds(1));
        assertThat(store.outbox().sweep(MINUTE)).isEqualTo(1);
    }

    @Test
    void aWakeUpThatTheRelayHasYetToPublishIsNotSwept() {
        runs.queued("0001_a");
        age(Duration.ofHours(1));

        assertThat(store.outbox().sweep(MINUTE)).isZero();
    }

    @Test
    void whileTheSlotIsTakenNobodyIsWoken() {
        Hold hold = runs.claimed("0001_a");
        runs.queued("0002_b");
        publishAll();
        age(Duration.ofHours(1));

        assertThat(store.outbox().sweep(MINUTE)).isZero();

        store.runs().leave(hold, Leaving.Ended.in(RunState.REFUSED));
        assertThat(store.outbox().sweep(MINUTE))
                .as("woken when the slot was freed")
                .isZero();
        publishAll();
        age(Duration.ofHours(1));
        assertThat(store.outbox().sweep(MINUTE)).isEqualTo(1);
    }

    @Test
    void aTakenOverRunIsWokenAlthoughItHasTheSlotItself() {
        Hold hold = runs.claimed("0001_a");
        runs.queued("0002_b");
        runs.takeOver(hold.run());
        publishAll();
        age(Duration.ofHours(1));

        assertThat(store.outbox().sweep(MINUTE)).isEqualTo(1);
        assertThat(waiting()).extracting(entry -> entry.wakeUp().run()).containsExactly(hold.run());
        assertThat(waiting()).extracting(entry -> entry.wakeUp().dispatch()).containsExactly(2);
    }

    @Test
    void afterALostQueueOneRunIsWokenAtATimeTheLongestWaitingFirst() {
        runs.register("0001_a", "0002_b");
        Run second = runs.asked(request("0002_b"));
        Run first = runs.asked(request("0001_a"));
        publishAll();
        age(Duration.ofHours(1));

        assertThat(store.outbox().sweep(MINUTE)).isEqualTo(1);
        assertThat(waiting()).extracting(entry -> entry.wakeUp().run()).containsExactly(second.id());
        assertThat(store.outbox().sweep(MINUTE)).isEqualTo(1);
        assertThat(waiting()).extracting(entry -> entry.wakeUp().run()).containsExactly(second.id(), first.id());
        assertThat(store.outbox().sweep(MINUTE)).isZero();
    }

    @Test
    void aRunThatIsNotQueuedIsNotSwept() {
        runs.claimed("0001_a");
        publishAll();
        age(Duration.ofHours(1));

        assertThat(store.outbox().sweep(MINUTE)).isZero();
    }

    private List<Outbox.Entry> waiting() {
        return store.outbox().waiting(Duration.ZERO, 100);
    }

    private void publishAll() {
        waiting().forEach(entry -> store.outbox().published(entry.id()));
    }

    /** Lets so much time pass. */
    private static void age(Duration by) {
        fresh.sql()
                .useHandle(handle ->
                        handle.execute("""
                        UPDATE outbox
                           SET created_at = created_at - make_interval(secs => ?), due_at = due_at - make_interval(secs => ?),
                               published_at = published_at - make_interval(secs => ?)""", by.toMillis() / 1000.0, by.toMillis() / 1000.0, by.toMillis() / 1000.0));
    }
}
