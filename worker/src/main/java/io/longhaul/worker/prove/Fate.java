package io.longhaul.worker.prove;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import java.util.Optional;

/** What happens to the statements of one run, over all its workers. Safe for use by many threads. */
final class Fate {

    private final RunId run;
    private final Optional<Round> round;
    private int deaths;
    private boolean dead;
    private boolean caught = true;

    Fate(RunId run, Optional<Round> round) {
        this.run = run;
        this.round = round;
    }

    /** A worker begins. */
    synchronized void born() {
        dead = false;
    }

    /** Where in its life this statement kills its worker, if it does. */
    synchronized Optional<Boundary> death(QueryId query) {
        return deadly().filter(disturbed -> deaths == 0
                        ? disturbed.point().isOf(run, query)
                        : deaths == 1 && disturbed.again() && !Point.isClearing(run, query))
                .map(Round::boundary);
    }

    /** Whether the worker dies just after this checkpoint; {@code number} among those of the attempt. */
    synchronized boolean isLast(QueryId attempt, long number) {
        return deadly().filter(disturbed -> deaths == 0 && disturbed.point().isOf(run, attempt, number))
                .isPresent();
    }

    private Optional<Round> deadly() {
        return round.filter(disturbed -> disturbed.phase() != Phase.FAILURE);
    }

    /** Where in its life this statement fails, if it does; it always does. */
    Optional<Boundary> failure(QueryId query) {
        return round.filter(disturbed -> disturbed.phase() == Phase.FAILURE)
                .filter(disturbed -> disturbed.point().isOf(run, query))
                .map(Round::boundary);
    }

    /** Whether anything is to happen at all. */
    boolean isDisturbed() {
        return round.isPresent();
    }

    /** It kills its worker now. */
    synchronized Death die() {
        deaths++;
        dead = true;
        return new Death();
    }

    /**
     * Nothing more comes from a worker that is dead, though functions in Java have a {@code finally} here that a real
     * death would not leave them.
     */
    synchronized void mustLive() {
        if (dead) {
            throw new Death();
        }
    }

    /** It was over before anybody saw it running. */
    synchronized void wasTooQuick() {
        caught = false;
    }

    /** Whether a worker has died as it was to. */
    synchronized boolean isFulfilled() {
        return deaths > 0;
    }

    /** Whether each statement that was to be caught running was. */
    synchronized boolean wasCaught() {
        return caught;
    }
}
