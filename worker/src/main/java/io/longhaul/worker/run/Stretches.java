package io.longhaul.worker.run;

import io.longhaul.common.run.Progress.Band;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The rates of the stretches of a run, each of a few seconds at least. What is left may take as long as at the rate of
 * the slower third of them, or as short as at that of the faster third. For one thread.
 */
final class Stretches {

    private static final Duration LENGTH = Duration.ofSeconds(10);

    /** An hour or so: what was longer ago says little of what comes. */
    private static final int MOST = 360;

    private static final int FEWEST = 6;

    private final Deque<Double> rates = new ArrayDeque<>();
    private long begunAt;
    private double begunWith;
    private boolean begun;

    /** The run has come so far by this moment. */
    void reached(long nanos, double fraction) {
        if (!begun) {
            begun = true;
            begunAt = nanos;
            begunWith = fraction;
        } else if (nanos - begunAt >= LENGTH.toNanos()) {
            rates.add(Math.max(0, fraction - begunWith) / ((nanos - begunAt) / 1e9));
            begunAt = nanos;
            begunWith = fraction;
            if (rates.size() > MOST) {
                rates.removeFirst();
            }
        }
    }

    void forget() {
        rates.clear();
        begun = false;
    }

    /** For so much of the whole; absent while there are too few stretches, or the slower ones stood still. */
    Optional<Band> band(double left) {
        List<Double> sorted = rates.stream().sorted().toList();
        int third = sorted.size() / 3;
        if (sorted.size() < FEWEST || mean(sorted.subList(0, third)) <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Band(
                seconds(left / mean(sorted.subList(sorted.size() - third, sorted.size()))),
                seconds(left / mean(sorted.subList(0, third)))));
    }

    private static double mean(List<Double> rates) {
        return rates.stream().mapToDouble(rate -> rate).average().orElse(0);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofSeconds(Math.round(seconds));
    }
}
