package io.longhaul.worker.prove;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import java.util.Optional;

/** What happens to the statements of one run, over all its workers. For one thread. */
final class Fate {

    private final RunId run;
    private final Optional<Round> round;
    private int deaths;
    private boolean caught = true;

    Fate(RunId run, Optional<Round> round) {
        this.run = run;
        this.round = round;
    }

    /** Where in its life this statement kills its worker, if it does. */
    Optional<Boundary> death(QueryId query) {
        return round.filter(disturbed -> disturbed.phase() != Phase.FAILURE)
                .filter(disturbed -> deaths == 0
                        ? disturbed.point().isOf(run, query)
                        : deaths == 1 && disturbed.again() && !Point.isClearing(run, query))
                .map(Round::boundary);
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
    Death die() {
        deaths++;
        return new Death();
    }

    /** It was over before anybody saw it running. */
    void wasTooQuick() {
        caught = false;
    }

    /** Whether a worker has died as it was to. */
    boolean isFulfilled() {
        return deaths > 0;
    }

    /** Whether each statement that was to be caught running was. */
    boolean wasCaught() {
        return caught;
    }
}
