package io.longhaul.common.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * How far another machine's clock is ahead of ours, for people to read: nothing is decided by it.
 *
 * @param ahead negative when it is behind
 * @param give by how much this may be wrong: half of what the question took
 */
public record ClockOffset(Duration ahead, Duration give) {

    /**
     * Measures it, as NTP does: whatever {@code question} finds out, it found out in the middle of its time.
     *
     * @param <T> what is asked, and has a time in it
     * @param <E> what the question throws
     */
    public static <T, E extends Exception> Measured<T> measure(
            Clock ours, Asking<T, E> question, Function<T, Instant> theirs) throws E {
        Instant before = ours.instant();
        T answer = question.ask();
        Duration half = Duration.between(before, ours.instant()).dividedBy(2);
        return new Measured<>(answer, new ClockOffset(Duration.between(before.plus(half), theirs.apply(answer)), half));
    }

    /** A question to a machine with a clock. */
    public interface Asking<T, E extends Exception> {
        T ask() throws E;
    }

    /** What was found out, and how far the clock is ahead of which that tells. */
    public record Measured<T>(T answer, ClockOffset offset) {}
}
