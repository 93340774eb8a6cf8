package io.longhaul.common.queue;

import java.util.function.Function;

/** Hears questions, those to any worker and those to this one, and sends the replies back. */
public interface Answering extends AutoCloseable {

    /**
     * Hears questions and replies to a few of them side by side, each on a thread of its own, through any number of
     * lost connections. Returns once closed. A question whose reply was lost may be heard twice.
     *
     * @param replies must be safe from any thread
     */
    void answer(Function<Question, Reply> replies) throws InterruptedException;

    /** Whether questions can be heard, as last seen. */
    boolean isConnected();

    @Override
    void close();
}
