package io.longhaul.common.store;

import io.longhaul.common.run.Wish;

/** Whether a statement may be sent. */
public sealed interface Permit {

    /** It may; the journal holds the attempt. */
    record Granted(long attempt) implements Permit {}

    /** Something else is asked of the run than to go on. */
    record Withheld(Wish wish) implements Permit {}

    /** The epoch has moved on. */
    record Fenced() implements Permit {}
}
