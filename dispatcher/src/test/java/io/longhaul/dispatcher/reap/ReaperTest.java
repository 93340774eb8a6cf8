package io.longhaul.dispatcher.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.store.Presence.Service;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That it does its duties whatever befalls it. */
class ReaperTest {

    private final Shift shift = new Shift();

    @Test
    void itArrivesOnceAndBeatsWithWhatItFound() {
        shift.reaper.presence().run();
        shift.reaper.relaying().run();
        shift.redis = Optional.of("connection refused");
        shift.reaper.probing(Service.REDIS, () -> shift.redis).run();
        shift.reaper.presence().run();

        assertThat(shift.presence.heard.subList(0, 2)).containsExactly("arrive REAPER", "beat {}");
        assertThat(shift.presence.heard.get(2)).contains("RABBITMQ=OK", "REDIS=AWAY");
    }

    @Test
    void nothingIsDoneBeforeTheTablesAreThere() {
        shift.tables = false;
        shift.outbox.waiting.add(Shift.waiting());

        shift.reaper.presence().run();
        shift.reaper.relaying().run();
        shift.reaper.sweeping().run();

        assertThat(shift.presence.heard).isEmpty();
        assertThat(shift.publisher.sent).isEmpty();
        assertThat(shift.outbox.sweeps).isZero();
    }

    @Test
    void itGoesOnAfterAnyOutage() {
        shift.reaper.presence().run();
        shift.outbox.waiting.add(Shift.waiting());
        shift.outbox.away = true;
        shift.presence.away = true;
        shift.reaper.presence().run();
        shift.reaper.relaying().run();
        shift.reaper.sweeping().run();

        shift.outbox.away = false;
        shift.presence.away = false;
        shift.reaper.relaying().run();
        shift.reaper.sweeping().run();
        shift.reaper.leave();

        assertThat(shift.publisher.sent).hasSize(1);
        assertThat(shift.outbox.sweeps).isEqualTo(1);
        assertThat(shift.presence.heard).endsWith("leave");
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
        shift.reaper.presence().run();
        shift.presence.away = true;

        shift.reaper.leave();

        assertThat(shift.presence.heard).doesNotContain("leave");
    }
}
