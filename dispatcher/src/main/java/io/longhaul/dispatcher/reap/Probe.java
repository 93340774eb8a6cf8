package io.longhaul.dispatcher.reap;

import java.util.Optional;

/** Asks a service how it is. */
public interface Probe {

    /** What is wrong with it, as a clause; empty when it is well. Waits with a bound, never throws for its sake. */
    Optional<String> trouble();
}
