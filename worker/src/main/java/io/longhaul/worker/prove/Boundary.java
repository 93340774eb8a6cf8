package io.longhaul.worker.prove;

/** Where, in the life of a statement, something happens to it. */
public enum Boundary {
    /** The journal has it; it was not sent. */
    BEFORE,
    /** It was sent, and nobody has heard of its end. */
    DURING,
    /** It has returned; its result is not in the journal. */
    AFTER
}
