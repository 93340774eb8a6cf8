package io.longhaul.common.queue;

/** Sends wake-ups. Not thread-safe. */
public interface Publisher extends AutoCloseable {

    /**
     * Sends one and waits, with a bound, for the broker's word. Connects when it must; never throws for the broker's
     * sake.
     */
    Sent send(WakeUp wakeUp);

    /**
     * Whether the broker is there, as far as one sees without sending. Connects when it must; never throws for the
     * broker's sake.
     */
    boolean isReachable();

    @Override
    void close();

    /** What the broker said. */
    sealed interface Sent {

        /** The broker has it in a queue. */
        record Confirmed() implements Sent {}

        /** Nobody knows, or it was refused; it must be sent again later. {@code why} is a clause for people. */
        record Unconfirmed(String why) implements Sent {}
    }
}
