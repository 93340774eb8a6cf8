package io.longhaul.worker.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a worker that cannot say that it lives from issuing anything new, before anybody calls it dead. Counted from
 * the moment before the last good heartbeat was sent. Safe for use by many threads.
 */
public final class SelfFence {

    private final long limitNanos;
    private final LongSupplier nanoTime;
    private volatile long lastGoodBeat;

    public SelfFence(Duration limit, LongSupplier nanoTime) {
        this.limitNanos = limit.toNanos();
        this.nanoTime = nanoTime;
        this.lastGoodBeat = nanoTime.getAsLong();
    }

    /** A heartbeat that was sent then has been answered with "alive". */
    void goodBeat(long sentAtNanos) {
        lastGoodBeat = sentAtNanos;
    }

    /** Whether something new may be issued now. */
    public boolean isOpen() {
        return nanoTime.getAsLong() - lastGoodBeat < limitNanos;
    }
}
