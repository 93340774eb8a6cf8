package io.longhaul.worker.target;

import io.longhaul.common.run.Progress.Doing;
import java.time.Duration;
import java.util.Optional;

/**
 * A statement in flight, by the database's own figures.
 *
 * @param readRows rows read so far
 * @param totalRows rows that it expects to read; 0 when it cannot say
 * @param writtenRows rows written so far
 * @param busy the database says that it works on it, where it counts no rows
 * @param elapsed since it began
 * @param doing which step it is at, where it has steps
 */
public record Running(
        long readRows, long totalRows, long writtenRows, boolean busy, Duration elapsed, Optional<Doing> doing) {

    /** One without steps. */
    public Running(long readRows, long totalRows, long writtenRows, boolean busy, Duration elapsed) {
        this(readRows, totalRows, writtenRows, busy, elapsed, Optional.empty());
    }

    /** One whose rows are all that is known of its motion. */
    public Running(long readRows, long totalRows, long writtenRows, Duration elapsed) {
        this(readRows, totalRows, writtenRows, false, elapsed);
    }

    /** Share of its work that is done, 0 to 1. */
    public double fraction() {
        return totalRows <= 0 ? 0 : Math.min(1, (double) readRows / totalRows);
    }
}
