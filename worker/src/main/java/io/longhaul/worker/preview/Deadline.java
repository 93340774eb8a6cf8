package io.longhaul.worker.preview;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Until when there is time to look. */
final class Deadline {

    private final LongSupplier nanoTime;
    private final long end;

    Deadline(Duration within, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong() + within.toNanos();
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    }

    boolean isAhead() {
        return !left().isZero();
    }
}
