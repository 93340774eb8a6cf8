package io.longhaul.worker.target;

import io.longhaul.common.run.Failure;

/** What the database said to a statement. It is a word, not yet a proof. */
public sealed interface Outcome {

    /** It returned; it claims to have written so many rows. */
    record Returned(long rows) implements Outcome {}

    /** It failed; parts of its work may be there. */
    record Failed(Failure failure) implements Outcome {}

    /** What is carried out in the worker itself ended in between, at no loss, because something else is asked of it. */
    record BrokenOff() implements Outcome {}

    /** The connection was lost on the way: it may have failed, may have worked, may still be running. */
    record Lost(Failure failure) implements Outcome {}
}
