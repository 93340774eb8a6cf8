package io.longhaul.common.run;

/** What somebody has asked of a run; what the run is doing about it shows in its {@link RunState}. */
public enum Wish {
    /** Go on. */
    RUN,
    /** Stand still after the statement in flight. */
    PAUSE,
    /** Stand still at once; the statement in flight is killed. */
    PAUSE_NOW,
    /** End here; the statement in flight is killed. */
    STOP,
    /** End here and go back. */
    ROLL_BACK
}
