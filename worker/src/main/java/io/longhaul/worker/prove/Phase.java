package io.longhaul.worker.prove;

/** When in a run it is disturbed, and how. */
public enum Phase {
    /** The worker dies on the way forward. */
    FORWARD,
    /** A statement fails on the way forward, and the run goes back. */
    FAILURE,
    /** The worker dies while a finished run is taken back. */
    ROLLBACK
}
