package io.longhaul.common.store;

import io.longhaul.common.queue.WakeUp;
import java.time.Duration;
import java.util.List;

/**
 * The wake-ups that are stored but perhaps not yet with the broker. A wake-up may be published twice; none is
 * forgotten. Throws {@link StoreUnavailable} when PostgreSQL cannot be reached.
 */
public interface Outbox {

    /** Wake-ups that have waited at least so long to be published, oldest first. */
    List<Entry> waiting(Duration atLeast, int limit);

    /** The broker has confirmed it. */
    void published(long entry);

    /**
     * Adds a wake-up for the longest waiting of the runs whose last one was published so long ago and that are still
     * queued although the slot is free; returns how many, which is 0 or 1: one run at a time can be claimed.
     */
    int sweep(Duration unclaimed);

    /** A stored wake-up. */
    record Entry(long id, WakeUp wakeUp) {}
}
