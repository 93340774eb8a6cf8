package io.longhaul.common.lease;

import io.longhaul.common.run.Hold;
import java.util.Optional;

/**
 * The courtesy lock: keeps a second worker from starting while one works. It expires by itself when its holder dies.
 * Whoever relies on it alone will be wrong some day; the epoch decides. Safe for use by many threads.
 */
public interface Lock {

    /** Takes the lock for this hold, or finds that this process has it already. Returns at once. */
    Answer take(Hold hold);

    /** Gives the lock back if this process has it; says nothing when it cannot. */
    void release();

    /** For which hold it was last taken; absent where it is free, does not say so, or Redis does not answer. */
    Optional<Hold> owner();

    /**
     * Frees the lock if it is still this owner's; whether it was, and Redis answered. Only for an owner whose epoch is
     * over: it may still live, and believe that it has the lock.
     */
    boolean force(Hold owner);

    /** What came of it. */
    enum Answer {
        /** This process has the lock. */
        HELD,
        /** Another one has it. */
        TAKEN,
        /** Redis did not answer. */
        UNREACHABLE
    }
}
