package io.longhaul.common.lease;

/**
 * The courtesy lock: keeps a second worker from starting while one works. It expires by itself when its holder dies.
 * Whoever relies on it alone will be wrong some day; the epoch decides. Safe for use by many threads.
 */
public interface Lock {

    /** Takes the lock, or finds that this process has it already. Returns at once. */
    Answer take();

    /** Gives the lock back if this process has it; says nothing when it cannot. */
    void release();

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
