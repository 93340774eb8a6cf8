package io.longhaul.common.migration;

import java.time.Duration;

/**
 * A check that must hold before a run begins and for as long as it is going, forward and backward.
 *
 * @param check what must hold
 * @param every how long from the end of one look to the next
 * @param timeout a look that takes longer has no answer
 * @param errors how many looks in a row without an answer are a failure; a look that says no is one at once
 * @param onFailure what becomes of the run
 */
public record Healthcheck(Check check, Duration every, Duration timeout, int errors, OnFailure onFailure) {

    public static final Duration EVERY = Duration.ofSeconds(30);
    public static final Duration TIMEOUT = Duration.ofSeconds(10);
    public static final int ERRORS = 3;

    public Healthcheck {
        if (every.isNegative() || every.isZero() || timeout.isNegative() || timeout.isZero() || errors < 1) {
            throw new IllegalArgumentException(
                    "a healthcheck every %s with a timeout of %s and %d errors".formatted(every, timeout, errors));
        }
    }

    /** What becomes of a run whose healthcheck fails. */
    public enum OnFailure {
        /** As if the operation in hand had failed. */
        FAIL,
        /** It is paused, and says why; somebody resumes it. */
        PAUSE
    }
}
