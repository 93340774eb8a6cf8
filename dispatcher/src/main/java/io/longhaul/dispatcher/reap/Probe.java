package io.longhaul.dispatcher.reap;

/** Asks a service whether it is there. */
public interface Probe {

    /** Waits, with a bound, for an answer; never throws for the service's sake. */
    boolean answers();
}
