package io.longhaul.worker.answer;

import io.longhaul.common.queue.Reply;

/**
 * Knows the answer to one kind of question. Must change nothing, and may look at targets only through what cannot. Safe
 * from several threads at once.
 */
public interface Answer {

    /** Of the questions that it answers. */
    String kind();

    /** The newest version of its questions and answers that it knows. */
    int version();

    /**
     * Answers, in the time that people wait.
     *
     * @param version of the question, one that this knows
     * @param document of the question, JSON
     */
    Reply to(int version, String document);
}
