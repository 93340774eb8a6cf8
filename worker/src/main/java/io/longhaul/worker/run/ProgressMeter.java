package io.longhaul.worker.run;

import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Progress;
import io.longhaul.worker.target.Running;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How far a run has come: finished operations weighted by the rows they were expected to write, and within the
 * statement in flight the database's own figures. Never goes back. Safe for use by many threads.
 */
final class ProgressMeter {

    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private final long rowsExpected;
    private final double totalWeight;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Set<Integer> done = new HashSet<>();
    private double doneWeight;
    private long doneRows;
    private double inFlightWeight;
    private long inFlightRows;
    private double highest;

    ProgressMeter(Plan plan, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.rowsExpected = plan.rows();
        this.totalWeight =
                plan.operations().stream().mapToDouble(ProgressMeter::weight).sum();
        samples.add(new Sample(nanoTime.getAsLong(), 0, 0));
    }

    private static double weight(PlannedOperation operation) {
        return Math.max(1, operation.rows());
    }

    /** The statement of this operation is in flight and so far. */
    synchronized void inFlight(PlannedOperation operation, Running running) {
        inFlightWeight = weight(operation) * running.fraction();
        inFlightRows = Math.round(operation.rows() * running.fraction());
        sample();
    }

    /** The operation is done, in this epoch or an earlier one. Counts once, however often it is said. */
    synchronized void done(PlannedOperation operation) {
        if (!done.add(operation.index())) {
            return;
        }
        doneWeight += weight(operation);
        doneRows += operation.rows();
        inFlightWeight = 0;
        inFlightRows = 0;
        sample();
    }

    /** Operations that an earlier epoch has done count, but say nothing of the rate. */
    synchronized void resumed() {
        samples.clear();
        sample();
    }

    synchronized Progress now() {
        highest = Math.max(highest, totalWeight == 0 ? 0 : (doneWeight + inFlightWeight) / totalWeight);
        Sample oldest = samples.getFirst();
        double seconds = (nanoTime.getAsLong() - oldest.nanos) / 1e9;
        double rows = seconds <= 0 ? 0 : (doneRows + inFlightRows - oldest.rows) / seconds;
        double weight = seconds <= 0 ? 0 : (doneWeight + inFlightWeight - oldest.weight) / seconds;
        double leftWeight = totalWeight - doneWeight - inFlightWeight;
        Optional<Duration> left = weight > 0 && seconds >= 1
                ? Optional.of(Duration.ofMillis(Math.round(Math.max(0, leftWeight) / weight * 1000)))
                : Optional.empty();
        return new Progress(highest, doneRows + inFlightRows, rowsExpected, Math.max(0, rows), left);
    }

    private void sample() {
        long now = nanoTime.getAsLong();
        samples.add(new Sample(now, doneWeight + inFlightWeight, doneRows + inFlightRows));
        while (samples.size() > 2 && now - samples.getFirst().nanos > WINDOW.toNanos()) {
            samples.removeFirst();
        }
    }

    private record Sample(long nanos, double weight, long rows) {}
}
