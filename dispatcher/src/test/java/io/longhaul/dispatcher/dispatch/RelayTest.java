package io.longhaul.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.store.Outbox.Entry;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.dispatcher.dispatch.Relay.Relayed;
import io.longhaul.dispatcher.fixture.FakeOutbox;
import io.longhaul.dispatcher.fixture.FakePublisher;
import io.longhaul.dispatcher.fixture.Runs;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayTest {

    private final FakeOutbox outbox = new FakeOutbox();
    private final FakePublisher publisher = new FakePublisher();
    private final Relay relay = new Relay(outbox, publisher);

    private void waiting(int entries) {
        for (int dispatch = 1; dispatch <= entries; dispatch++) {
            outbox.waiting.add(new Entry(dispatch, new WakeUp(Runs.ID, Runs.SORTING_KEY, dispatch, Direction.FORWARD)));
        }
    }

    @Test
    void whatWaitsIsSentOnceAndInOrder() {
        waiting(3);

        assertThat(relay.pass()).isEqualTo(new Relayed(3, Optional.empty()));
        assertThat(relay.pass()).isEqualTo(new Relayed(0, Optional.empty()));
        assertThat(publisher.sent).extracting(WakeUp::dispatch).containsExactly(1, 2, 3);
        assertThat(outbox.published).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatTheBrokerDoesNotConfirmStays() {
        waiting(3);
        publisher.takes = 1;

        assertThat(relay.pass()).isEqualTo(new Relayed(1, Optional.of("connection refused")));
        assertThat(outbox.waiting).extracting(Entry::id).containsExactly(2L, 3L);
    }

    @Test
    void aBrokerThatIsAwayShowsEvenWhenNothingWaits() {
        publisher.takes = 0;

        assertThat(relay.pass()).isEqualTo(new Relayed(0, Optional.of("cannot be reached")));
    }

    @Test
    void aStoreThatIsAwayIsLeftToTheCaller() {
        outbox.away = true;

        assertThatThrownBy(relay::pass).isInstanceOf(StoreUnavailable.class);
    }
}
