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
 * statement in flight the database's own figures; or what the progress query of the migration says. Never goes back.
 * Safe for use by many threads.
 */
final class ProgressMeter {

    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private final boolean isTold;
    private final long rowsExpected;
    private final double totalWeight;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Stretches stretches = new Stretches();
    private final Set<Integer> done = new HashSet<>();
    private double doneWeight;
    private long doneRows;
    private double inFlightWeight;
    private long inFlightRows;
    private Optional<Progress.Doing> doing = Optional.empty();
    private double told;
    private double highest;

    ProgressMeter(Plan plan, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.isTold = plan.progress().isPresent();
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
        doing = running.doing();
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
        doing = Optional.empty();
        sample();
    }

    /** The operation is not done any more; only then does the whole go back. */
    synchronized void lost(PlannedOperation operation) {
        if (done.remove(operation.index())) {
            doneWeight -= weight(operation);
            doneRows -= operation.rows();
            highest = 0;
            samples.clear();
            stretches.forget();
            sample();
        }
    }

    /** The migration's own query says so, from 0 to 1. */
    synchronized void told(double fraction) {
        told = fraction;
        sample();
    }

    /** Operations that an earlier epoch has done count, but say nothing of the rate. */
    synchronized void resumed() {
        samples.clear();
        stretches.forget();
        sample();
    }

    synchronized Progress now() {
        highest = Math.max(highest, fraction());
        Sample oldest = samples.getFirst();
        double seconds = (nanoTime.getAsLong() - oldest.nanos) / 1e9;
        double rows = seconds <= 0 ? 0 : (doneRows + inFlightRows - oldest.rows) / seconds;
        double rate = seconds < 1 ? 0 : (fraction() - oldest.fraction) / seconds;
        double left = Math.max(0, 1 - fraction());
        return new Progress(
                highest,
                doneRows + inFlightRows,
                rowsExpected,
                Math.max(0, rows),
                rate > 0 ? Optional.of(Duration.ofMillis(Math.round(left / rate * 1000))) : Optional.empty(),
                stretches.band(left),
                doing);
    }

    private double fraction() {
        double worked = totalWeight == 0 ? 0 : (doneWeight + inFlightWeight) / totalWeight;
        return Math.min(1, Math.max(0, isTold ? told : worked));
    }

    private void sample() {
        long now = nanoTime.getAsLong();
        double fraction = fraction();
        samples.add(new Sample(now, fraction, doneRows + inFlightRows));
        while (samples.size() > 2 && now - samples.getFirst().nanos > WINDOW.toNanos()) {
            samples.removeFirst();
        }
        stretches.reached(now, fraction);
    }

    private record Sample(long nanos, double fraction, long rows) {}
}
