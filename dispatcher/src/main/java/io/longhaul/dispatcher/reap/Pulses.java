package io.longhaul.dispatcher.reap;

import io.longhaul.common.lease.Heartbeat.Beat;
import io.longhaul.common.lease.Heartbeats;
import io.longhaul.common.run.WorkerId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What Redis last said of the workers. Asked apart from PostgreSQL, so that a Redis that hangs never makes the look at
 * PostgreSQL late. Thread-safe.
 */
final class Pulses {

    private static final int MISSED_POLLS = 3;

    private final Heartbeats heartbeats;
    private final LongSupplier nanoTime;
    private final Duration freshness;
    private volatile Answer last = new Answer(Optional.empty(), 0);

    Pulses(Heartbeats heartbeats, LongSupplier nanoTime, Duration poll) {
        this.heartbeats = heartbeats;
        this.nanoTime = nanoTime;
        this.freshness = poll.multipliedBy(MISSED_POLLS);
    }

    /** Asks Redis; may take as long as Redis is waited for. */
    void ask() {
        Optional<Map<WorkerId, Beat>> beats = heartbeats.now();
        last = new Answer(beats, nanoTime.getAsLong());
    }

    /** The last answer, while it is fresh. */
    Optional<Map<WorkerId, Beat>> latest() {
        Answer answer = last;
        return answer.beats.filter(beats -> nanoTime.getAsLong() - answer.at <= freshness.toNanos());
    }

    private record Answer(Optional<Map<WorkerId, Beat>> beats, long at) {}
}
