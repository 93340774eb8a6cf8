package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Slice;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How fast chunks go, and whether the next may begin. One statement should take from ten seconds to a minute: long
 * enough that what comes with each does not count, short enough that a pause comes soon. Safe for use by many threads.
 */
final class ChunkPace {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final LongSupplier nanoTime;
    private final Throttle throttle;
    private final AtomicLong rowsPerSecond = new AtomicLong();

    ChunkPace(LongSupplier nanoTime, Throttle throttle) {
        this.nanoTime = nanoTime;
        this.throttle = throttle;
    }

    /** Waits as long as the database should not be given more to do. */
    void await(Sender sender) throws InterruptedException {
        while (!throttle.mayGoOn(sender::rows)) {
            sender.pass();
        }
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** A chunk that began then is done. */
    void took(Slice slice, long beganAt) {
        double seconds = (nanoTime.getAsLong() - beganAt) / 1e9;
        if (slice.rows() > 0 && seconds > 0.1) {
            long rate = Math.round(slice.rows() / seconds);
            rowsPerSecond.updateAndGet(known -> known == 0 ? rate : (known + rate) / 2);
        }
    }

    /** Whether a chunk of this size would take too long. */
    boolean isTooLong(Slice slice) {
        long rate = rowsPerSecond.get();
        return rate > 0 && slice.rows() / rate > LONGEST.toSeconds();
    }
}
