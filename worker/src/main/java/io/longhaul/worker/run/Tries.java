package io.longhaul.worker.run;

import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Retry;
import java.time.Duration;
import java.util.Optional;

/** Counts how often something has failed, and says whether and when it is tried again. For one thread. */
final class Tries {

    private static final Duration FIRST = Retry.FIRST_WAIT;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;

    private final int most;
    private final Duration first;
    private int failures;

    Tries(int most) {
        this(most, FIRST);
    }

    private Tries(int most, Duration first) {
        this.most = most;
        this.first = first;
    }

    /** As an operation says, or else an admin. */
    static Tries of(Handling handling, int most) {
        return handling.retry()
                .map(retry -> new Tries(retry.attempts(), retry.pause()))
                .orElseGet(() -> new Tries(most));
    }

    /** It has failed once more: after how long it is tried again; absent when that is of no use, or enough. */
    Optional<Duration> failed(boolean mayPass) {
        failures++;
        if (!mayPass || failures >= most) {
            return Optional.empty();
        }
        Duration doubled = first.multipliedBy(1L << Math.min(DOUBLINGS, failures - 1));
        Duration longest = first.compareTo(LONGEST) > 0 ? first : LONGEST;
        return Optional.of(doubled.compareTo(longest) > 0 ? longest : doubled);
    }
}
