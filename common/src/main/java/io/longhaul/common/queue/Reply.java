package io.longhaul.common.queue;

/** What a worker says to a question. */
public sealed interface Reply {

    /**
     * The answer.
     *
     * @param document JSON
     */
    record Document(String document) implements Reply {}

    /**
     * It cannot answer this.
     *
     * @param why a clause for people
     */
    record Declined(String why) implements Reply {}
}
