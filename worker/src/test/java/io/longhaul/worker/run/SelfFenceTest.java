package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SelfFenceTest {

    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    @Test
    void nothingNewIsIssuedOnceTheLastGoodBeatIsTooOldAlsoWhereTheClockWrapsRound() {
        SelfFence fence = new SelfFence(Duration.ofSeconds(10), () -> now);

        now += Duration.ofMillis(9_999).toNanos();
        assertThat(fence.isOpen()).isTrue();
        now += Duration.ofMillis(1).toNanos();
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void aGoodBeatCountsFromWhenItWasSent() {
        SelfFence fence = new SelfFence(Duration.ofSeconds(10), () -> now);
        long sentAt = now + Duration.ofSeconds(4).toNanos();

        now += Duration.ofSeconds(12).toNanos();
        fence.goodBeat(sentAt);

        assertThat(fence.isOpen()).isTrue();
        now += Duration.ofSeconds(2).toNanos();
        assertThat(fence.isOpen()).isFalse();
    }
}
