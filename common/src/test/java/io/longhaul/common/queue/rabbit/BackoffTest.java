package io.longhaul.common.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final RandomGenerator UNCUT = () -> 0;
    private static final RandomGenerator CUT_MOST = () -> -1;

    @Test
    void waitsDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), UNCUT);

        assertThat(Stream.generate(backoff::next).limit(7))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void aWaitIsCutByHalfAtMost() {
        Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30), CUT_MOST);

        assertThat(backoff.next()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1001));
    }

    @Test
    void whatGoesWellStartsItAnew() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), UNCUT);
        assertThat(backoff.next()).isLessThan(backoff.next());

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    }
}
