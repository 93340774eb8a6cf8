package io.longhaul.common.queue;

import java.util.function.Function;

/** Hears questions, those to any worker and those to this one, and sends the replies back. */
public interface Answering extends AutoCloseable {

    /**
     * Hears questions one at a time and replies to each on the calling thread, through any number of lost connections.
     * Returns once closed. A question whose reply was lost may be heard twice.
     */
    void answer(Function<Question, Reply> replies) throws InterruptedException;

    /** Whether questions can be heard, as last seen. */
    boolean isConnected();

    @Override
    void close();
}
