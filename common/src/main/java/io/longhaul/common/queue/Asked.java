package io.longhaul.common.queue;

import io.longhaul.common.run.WorkerId;
import java.time.Duration;

/** What came of a question. */
public sealed interface Asked {

    /**
     * A worker answered.
     *
     * @param worker which
     * @param document JSON
     */
    record Answered(WorkerId worker, String document) implements Asked {}

    /**
     * A worker heard it and cannot answer it: it is older than the question, or something went wrong there.
     *
     * @param worker which
     * @param why a clause for people
     */
    record Declined(WorkerId worker, String why) implements Asked {}

    /** No worker is there to hear it. */
    record Nobody() implements Asked {}

    /**
     * One may have heard it, and said nothing in time.
     *
     * @param within how long it was waited for
     */
    record NoAnswer(Duration within) implements Asked {}

    /**
     * The broker cannot be reached.
     *
     * @param why a clause for people
     */
    record Unreachable(String why) implements Asked {}
}
