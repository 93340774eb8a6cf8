package io.longhaul.common.store;

import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All attempts of all runs, each written before it acts. Throws {@link StoreUnavailable} when PostgreSQL cannot be
 * reached. Safe for use by many threads.
 */
public interface Journal {

    /** Stores that a statement is about to be sent, if the hold is good and the run is asked to go on. */
    Permit intend(Hold hold, Intent intent);

    /** Stores how an attempt ended, with its error if it failed; false when fenced. */
    boolean conclude(Hold hold, long attempt, Attempt.Result result, long rows, Optional<Failure> failure);

    /** Stores that an attempt is done, and whether the target keeps a mark of it; false when fenced. */
    boolean done(Hold hold, long attempt, Attempt.Result result, long rows, boolean marked);

    /**
     * These attempts, done by the journal, have lost their mark: does what somebody has said of such, once. Called with
     * none as well, so that what was said does not hold for a later loss.
     */
    Reckoned reckon(Hold hold, List<Long> lost);

    /**
     * Stores that an attempt failed with an error that passes by itself, so that the operation is tried again after so
     * long; false when fenced.
     */
    boolean retry(Hold hold, long attempt, Failure failure, Duration after);

    /** All attempts of a run, oldest first. */
    List<Attempt> attempts(RunId run);

    /** What came of a reckoning. */
    enum Reckoned {
        /** The journal is right now: nothing had lost its mark, or it says so. */
        SETTLED,
        /** Nobody has said anything: the run must not go on. */
        UNDECIDED,
        /** The hold is over. */
        FENCED
    }
}
