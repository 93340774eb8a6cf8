package io.longhaul.common.migration;

import java.time.Duration;

/**
 * How an operation is tried again whose failure may pass.
 *
 * @param attempts how many tries are enough; 1 means that it is never tried again
 * @param pause before the second try; doubled before each further one
 */
public record Retry(int attempts, Duration pause) {

    /** Before the second try, where nobody said otherwise. */
    public static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    public Retry {
        if (attempts < 1) {
            throw new IllegalArgumentException("%d attempts".formatted(attempts));
        }
        if (pause.isNegative() || pause.isZero()) {
            throw new IllegalArgumentException("a pause of " + pause);
        }
    }
}
