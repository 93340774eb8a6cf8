package io.longhaul.dispatcher.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.Timers;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.store.Outbox.Entry;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.dispatcher.dispatch.Relay;
import io.longhaul.dispatcher.fixture.FakeOutbox;
import io.longhaul.dispatcher.fixture.FakePresence;
import io.longhaul.dispatcher.fixture.FakePublisher;
import io.longhaul.dispatcher.fixture.Runs;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReaperTest {

    private final FakePresence presence = new FakePresence();
    private final FakeOutbox outbox = new FakeOutbox();
    private final FakePublisher publisher = new FakePublisher();
    private boolean tables = true;
    private Optional<String> redis = Optional.empty();

    private final Reaper reaper = new Reaper(
            this::bringUpToDate,
            presence,
            new Member("r-1", Kind.REAPER, "db1", 4711),
            new Relay(outbox, publisher),
            outbox,
            Map.of(Service.REDIS, () -> redis),
            Timers.DEFAULTS);

    private void bringUpToDate() {
        if (!tables) {
            throw new StoreUnavailable("PostgreSQL at db1:5432 cannot be reached", new IllegalStateException("test"));
        }
    }

    private static Entry waiting() {
        return new Entry(1, new WakeUp(Runs.ID, Runs.SORTING_KEY, 1, Direction.FORWARD));
    }

    @Test
    void itArrivesOnceAndBeatsWithWhatItFound() {
        reaper.presence().run();
        reaper.relaying().run();
        redis = Optional.of("connection refused");
        reaper.probing(Service.REDIS, () -> redis).run();
        reaper.presence().run();

        assertThat(presence.heard.subList(0, 2)).containsExactly("arrive REAPER", "beat {}");
        assertThat(presence.heard.get(2)).contains("RABBITMQ=OK", "REDIS=AWAY");
    }

    @Test
    void nothingIsDoneBeforeTheTablesAreThere() {
        tables = false;
        outbox.waiting.add(waiting());

        reaper.presence().run();
        reaper.relaying().run();
        reaper.sweeping().run();

        assertThat(presence.heard).isEmpty();
        assertThat(publisher.sent).isEmpty();
        assertThat(outbox.sweeps).isZero();
    }

    @Test
    void itGoesOnAfterAnyOutage() {
        reaper.presence().run();
        outbox.waiting.add(waiting());
        outbox.away = true;
        presence.away = true;
        reaper.presence().run();
        reaper.relaying().run();
        reaper.sweeping().run();

        outbox.away = false;
        presence.away = false;
        reaper.relaying().run();
        reaper.sweeping().run();
        reaper.leave();

        assertThat(publisher.sent).hasSize(1);
        assertThat(outbox.sweeps).isEqualTo(1);
        assertThat(presence.heard).endsWith("leave");
    }

    @Test
    void itGoesOnAfterAMistakeOfOurs() {
        Runnable broken = new Duty(
                "test",
                () -> {
                    throw new IllegalStateException("never expected");
                },
                new Troubles());

        broken.run();
        broken.run();
    }

    @Test
    void itLeavesEvenWhenNobodyCanBeTold() {
        reaper.presence().run();
        presence.away = true;

        reaper.leave();

        assertThat(presence.heard).doesNotContain("leave");
    }
}
