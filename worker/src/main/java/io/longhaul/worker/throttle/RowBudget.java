package io.longhaul.worker.throttle;

import java.util.OptionalLong;

/**
 * Keeps all threads together below so many rows in a second: what was begun is owed, and what is owed drains at the
 * rate; the next may begin once nothing is. Since the rate is said anew each time, it may change at any moment. Safe
 * for use by many threads.
 */
final class RowBudget {

    private double owed;
    private long at;

    RowBudget(long now) {
        this.at = now;
    }

    /** Whether so many rows may be begun; then they count as begun. */
    synchronized boolean takes(long rows, OptionalLong rowsPerSecond, long now) {
        drain(rowsPerSecond, now);
        if (owed > 0) {
            return false;
        }
        owed = rowsPerSecond.isEmpty() ? 0 : rows;
        return true;
    }

    /** Whether something must still drain. */
    synchronized boolean isSpent(OptionalLong rowsPerSecond, long now) {
        drain(rowsPerSecond, now);
        return owed > 0;
    }

    private void drain(OptionalLong rowsPerSecond, long now) {
        owed = rowsPerSecond.isEmpty() ? 0 : Math.max(0, owed - (now - at) / 1e9 * rowsPerSecond.getAsLong());
        at = now;
    }
}
