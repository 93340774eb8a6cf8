package io.longhaul.common.queue.rabbit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double up to a longest one, each cut at random by up to half, so that a crowd does not come back at once.
 */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    Duration next() {
        Duration whole = next;
        next = whole.multipliedBy(2).compareTo(longest) < 0 ? whole.multipliedBy(2) : longest;
        return Duration.ofMillis(Math.round(whole.toMillis() * (1 - random.nextDouble() / 2)));
    }

    void reset() {
        next = first;
    }
}
