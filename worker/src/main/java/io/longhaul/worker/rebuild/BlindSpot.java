package io.longhaul.worker.rebuild;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

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
        return new Guard() {

            @Override
            public boolean mayAct() {
                return guard.mayAct();
            }

            @Override
            public boolean goesOn() {
                return isOpen() ? !isEnding() : guard.goesOn();
            }

            @Override
            public boolean isEnding() {
                return guard.isEnding();
            }

            @Override
            public void await(Duration atMost) throws InterruptedException {
                guard.await(atMost);
            }

            @Override
            public <T> T patiently(Supplier<T> question) throws InterruptedException {
                return guard.patiently(question);
            }
        };
    }
}
