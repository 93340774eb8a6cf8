package io.longhaul.common.store;

import io.longhaul.common.run.Wish;
import java.time.Instant;

/** The store's answer to a heartbeat. */
public sealed interface Pulse {

    /** The hold is good; this is what is asked of the run. */
    record Alive(Wish wish, long sequence, Instant at) implements Pulse {}

    /** The epoch has moved on: touch nothing more. */
    record Fenced() implements Pulse {}
}
