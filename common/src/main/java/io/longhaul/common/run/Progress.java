package io.longhaul.common.run;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a run has come.
 *
 * @param fraction of the whole plan, 0 to 1; never goes back within an epoch
 * @param rowsDone rows written so far
 * @param rowsExpected rows in the whole plan; 0 when nobody could say
 * @param rowsPerSecond over the last while; 0 when not known
 * @param left time that the rest will take at this rate
 * @param band what it will take at the rates of the faster and of the slower stretches so far
 * @param doing what is done within the operation in flight, where that has steps
 */
public record Progress(
        double fraction,
        long rowsDone,
        long rowsExpected,
        double rowsPerSecond,
        Optional<Duration> left,
        Optional<Band> band,
        Optional<Doing> doing) {

    public static final Progress NONE = new Progress(0, 0, 0, 0, Optional.empty());

    public Progress {
        // No rows expected or no time passed, and a division says NaN or infinity, which no reader can do anything
        // with.
        fraction = Double.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction));
        rowsPerSecond = Double.isFinite(rowsPerSecond) ? rowsPerSecond : 0;
    }

    /** One whose stretches were too few to tell them apart. */
    public Progress(double fraction, long rowsDone, long rowsExpected, double rowsPerSecond, Optional<Duration> left) {
        this(fraction, rowsDone, rowsExpected, rowsPerSecond, left, Optional.empty());
    }

    /** One of operations without steps. */
    public Progress(
            double fraction,
            long rowsDone,
            long rowsExpected,
            double rowsPerSecond,
            Optional<Duration> left,
            Optional<Band> band) {
        this(fraction, rowsDone, rowsExpected, rowsPerSecond, left, band, Optional.empty());
    }

    /** The same, as far as somebody said who knows better than the operations do. */
    public Progress at(double known) {
        return new Progress(known, rowsDone, rowsExpected, rowsPerSecond, left, band, doing);
    }

    /** The same, of a run that is at no step any more. */
    public Progress atRest() {
        return new Progress(fraction, rowsDone, rowsExpected, rowsPerSecond, left, band, Optional.empty());
    }

    /** From when to when the rest may take. */
    public record Band(Duration shortest, Duration longest) {}

    /**
     * A step of what is built in.
     *
     * @param step in words for people: {@code copy 202403 · chunk 37/91}
     * @param throttled why it is slowed down or waits; absent while it is not held back
     */
    public record Doing(String step, Optional<String> throttled) {}

    /** Whole percents, rounded down: 100 only when all is done. */
    public int percent() {
        return (int) Math.floor(fraction * 100);
    }
}
