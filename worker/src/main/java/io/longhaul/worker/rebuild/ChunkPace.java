package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Slice;
import io.longhaul.worker.throttle.Verdict;
import io.longhaul.worker.throttle.Watch;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * How fast chunks go, and whether the next may begin. One statement should take from ten seconds to a minute: long
 * enough that what comes with each does not count, short enough that a pause comes soon. Safe for use by many threads.
 */
final class ChunkPace {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    /** Of chunks that are put together. */
    private static final Duration GOOD = Duration.ofSeconds(20);

    /** How often a lane that is held back asks again. */
    private static final Duration STEP = Duration.ofMillis(100);

    private final LongSupplier nanoTime;
    private final Watch watch;
    private final Guard guard;
    private final AtomicLong rowsPerSecond = new AtomicLong();
    private final AtomicLongArray lastTook;
    private final AtomicLongArray endedAt;

    ChunkPace(LongSupplier nanoTime, Watch watch, Guard guard, int lanes) {
        this.nanoTime = nanoTime;
        this.watch = watch;
        this.guard = guard;
        this.lastTook = new AtomicLongArray(lanes);
        this.endedAt = new AtomicLongArray(lanes);
    }

    /** Waits while there are to be fewer lanes than this one's number, from 0; false once it is not needed any more. */
    boolean awaitTurn(Sender sender, int lane, BooleanSupplier isOver) throws InterruptedException {
        while (!isOver.getAsBoolean()) {
            if (lane < watch.threads().orElse(Integer.MAX_VALUE)) {
                return true;
            }
            sender.pass();
            guard.await(STEP);
        }
        return false;
    }

    /**
     * Waits as long as the database should not be given more to do; false once it is not needed any more.
     *
     * @param rows that the next chunk writes
     */
    boolean await(Sender sender, int lane, long rows, BooleanSupplier isOver) throws InterruptedException {
        while (!isOver.getAsBoolean()) {
            sender.pass();
            if (mayBegin(lane, rows)) {
                return true;
            }
            guard.await(STEP);
        }
        return false;
    }

    private boolean mayBegin(int lane, long rows) {
        Verdict verdict = watch.verdict();
        if (verdict instanceof Verdict.Wait) {
            return false;
        }
        double share = verdict instanceof Verdict.SlowDown slow ? slow.share() : 0;
        boolean rested = now() - endedAt.get(lane) >= lastTook.get(lane) * share;
        return rested && watch.takes(rows);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** What began then is done, and has copied so many rows. */
    void took(int lane, long rows, long beganAt) {
        long took = nanoTime.getAsLong() - beganAt;
        lastTook.set(lane, Math.min(took, LONGEST.toNanos()));
        endedAt.set(lane, nanoTime.getAsLong());
        double seconds = took / 1e9;
        if (rows > 0 && seconds > 0.1) {
            long rate = Math.round(rows / seconds);
            rowsPerSecond.updateAndGet(known -> known == 0 ? rate : (known + rate) / 2);
        }
    }

    /** Whether a chunk of this size would take too long, or more than a minute's worth of what is allowed. */
    boolean isTooLong(Slice slice) {
        OptionalLong rate = rate();
        return rate.isPresent() && slice.rows() / rate.getAsLong() > LONGEST.toSeconds();
    }

    /** Whether a chunk of this size would be over too soon; not before it is known how fast chunks go. */
    boolean isTooShort(Slice slice) {
        return isWithin(slice, SHORTEST);
    }

    /** Whether a chunk of this size would take no longer than it should. */
    boolean isGood(Slice slice) {
        return isWithin(slice, GOOD);
    }

    private boolean isWithin(Slice slice, Duration time) {
        OptionalLong rate = rate();
        return rowsPerSecond.get() > 0 && rate.isPresent() && slice.rows() < rate.getAsLong() * time.toSeconds();
    }

    /** Rows in a second of one lane: as they go, or as they may. */
    private OptionalLong rate() {
        return LongStream.of(rowsPerSecond.get(), watch.rowsPerSecond().orElse(0))
                .filter(rate -> rate > 0)
                .min();
    }
}
