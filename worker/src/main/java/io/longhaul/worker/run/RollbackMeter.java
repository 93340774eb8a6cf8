package io.longhaul.worker.run;

import io.longhaul.common.run.Progress;
import io.longhaul.worker.target.Running;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How far a rollback has come: of what there is to take back each counts the same, whatever it had written; within the
 * statement in flight the database's own figures. Never goes back. Safe for use by many threads.
 */
final class RollbackMeter {

    private final int groups;
    private int back;
    private Optional<Running> inFlight = Optional.empty();
    private double highest;

    /** For so many groups. */
    RollbackMeter(int groups) {
        this.groups = groups;
    }

    /** Hears how far the next statement is; what is said of it once its group is taken back counts for nothing. */
    synchronized Consumer<Running> statement() {
        int group = back;
        return running -> inFlight(group, running);
    }

    private synchronized void inFlight(int group, Running running) {
        if (group == back) {
            inFlight = Optional.of(running);
        }
    }

    /** One group more is taken back. */
    synchronized void back() {
        back++;
        inFlight = Optional.empty();
    }

    synchronized Progress now() {
        double fraction = inFlight.map(Running::fraction).orElse(0.0);
        highest = Math.max(highest, groups == 0 ? 1 : Math.min(groups, back + fraction) / groups);
        return new Progress(
                highest,
                inFlight.map(Running::writtenRows).orElse(0L),
                inFlight.map(Running::totalRows).orElse(0L),
                inFlight.map(RollbackMeter::rate).orElse(0.0),
                inFlight.filter(running -> back == groups - 1).flatMap(RollbackMeter::left),
                Optional.empty(),
                inFlight.flatMap(Running::doing));
    }

    private static double rate(Running running) {
        return running.elapsed().isZero()
                ? 0
                : running.writtenRows() * 1000.0 / running.elapsed().toMillis();
    }

    /** Of a statement; nobody knows how long those after it take. */
    private static Optional<Duration> left(Running running) {
        return running.fraction() > 0
                ? Optional.of(Duration.ofMillis(
                        Math.round(running.elapsed().toMillis() / running.fraction() * (1 - running.fraction()))))
                : Optional.empty();
    }
}
