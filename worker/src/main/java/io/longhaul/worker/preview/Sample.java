package io.longhaul.worker.preview;

import io.longhaul.worker.target.Reckoning;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Reads a little, then more, for as long as there is time, and remembers how long the most of it took. */
final class Sample {

    /** A first glance that is over at once, whatever it reads. */
    private static final long FIRST = 10_000;

    /** What takes longer is not blurred by the way to the server and back. */
    private static final Duration ENOUGH = Duration.ofMillis(500);

    private final Reckoning reckoning;
    private final LongSupplier nanoTime;

    Sample(Reckoning reckoning, LongSupplier nanoTime) {
        this.reckoning = reckoning;
        this.nanoTime = nanoTime;
    }

    /**
     * How quickly a query was read.
     *
     * @param rows how many
     * @param span how long that took
     */
    record Timed(long rows, Duration span) {}

    /** Absent where nothing could be read in that time. */
    Optional<Timed> take(String select, Map<String, String> parameters, Deadline deadline) {
        Optional<Timed> best = Optional.empty();
        long wanted = FIRST;
        while (deadline.isAhead()) {
            long begun = nanoTime.getAsLong();
            long rows;
            try {
                rows = reckoning.read(select, parameters, wanted);
            } catch (TargetRefused refused) {
                return best;
            }
            Duration span = Duration.ofNanos(nanoTime.getAsLong() - begun);
            if (rows > 0) {
                best = Optional.of(new Timed(rows, span));
            }
            long times = deadline.left().toMillis() / 2 / Math.max(1, span.toMillis());
            if (rows < wanted || times < 2 || span.compareTo(ENOUGH) >= 0) {
                return best;
            }
            wanted *= Math.min(10, times);
        }
        return best;
    }
}
