package io.longhaul.worker.run;

import java.time.Duration;
import java.util.Optional;

/** Counts how often something has failed, and says whether and when it is tried again. For one thread. */
final class Tries {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;

    private final int most;
    private int failures;

    Tries(int most) {
        this.most = most;
    }

    /** It has failed once more: after how long it is tried again; absent when that is of no use, or enough. */
    Optional<Duration> failed(boolean mayPass) {
        failures++;
        if (!mayPass || failures >= most) {
            return Optional.empty();
        }
        Duration doubled = FIRST.multipliedBy(1L << Math.min(DOUBLINGS, failures - 1));
        return Optional.of(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
    }
}
