package io.longhaul.worker.rebuild;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time from the exchange until the last rows are there: people miss them, so nothing that is asked of the run comes
 * between, for as long as that can be borne. A worker that is to end does so all the same: the next one goes on by
 * itself. Safe for use by many threads.
 */
final class BlindSpot {

    /** An insert that is under way for longer is not waited for by somebody who wants the run to stop. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private volatile long end;

    BlindSpot(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong();
    }

    void begins() {
        end = nanoTime.getAsLong() + LONGEST.toNanos();
    }

    void ends() {
        end = nanoTime.getAsLong();
    }

    boolean isOpen() {
        return nanoTime.getAsLong() - end < 0;
    }

    /** The same guard, which hears of nothing else that is asked meanwhile. */
    Guard over(Guard guard) {
        return new OtherRules(guard, guard::mayAct, () -> isOpen() ? !guard.isEnding() : guard.goesOn());
    }
}
