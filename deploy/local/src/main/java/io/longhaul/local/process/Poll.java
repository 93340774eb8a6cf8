package io.longhaul.local.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Looks again every 20 ms until a bound is reached. */
public final class Poll {

    private static final long STEP_NANOS = Duration.ofMillis(20).toNanos();

    private final long start = System.nanoTime();
    private final Duration bound;

    private Poll(Duration bound) {
        this.bound = bound;
    }

    /** Starts counting now. */
    public static Poll atMost(Duration bound) {
        return new Poll(bound);
    }

    /** Waits one step; after the bound, throws with what {@code failure} says then. */
    public void pauseOr(Supplier<String> failure) {
        if (!pause()) {
            throw new LocalProcessException("after " + bound.toSeconds() + " s: " + failure.get());
        }
    }

    /** Waits one step; false when the bound is reached. */
    public boolean pause() {
        LockSupport.parkNanos(STEP_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw new LocalProcessException("interrupted while waiting");
        }
        return System.nanoTime() - start < bound.toNanos();
    }
}
