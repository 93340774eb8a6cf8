package io.longhaul.common.queue;

/**
 * Receives wake-ups, one at a time. Before a delivery is handed out the consumer is cancelled, so that the broker
 * pushes nothing more to a worker that is about to be busy.
 */
public interface Inbox extends AutoCloseable {

    /**
     * Waits for the next delivery, through any number of lost connections; reconnects with a back-off, and says so in
     * the log.
     */
    Delivery next() throws InterruptedException;

    /** Whether the broker answers, as last seen. */
    boolean isConnected();

    @Override
    void close();

    /** A wake-up in hand. */
    interface Delivery {

        WakeUp wakeUp();

        /** Done with it. Losing the connection meanwhile is harmless: a copy will be found stale. */
        void acknowledge();

        /** Back to the queue, for another worker or a later try. */
        void giveBack();
    }
}
