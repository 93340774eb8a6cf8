package io.longhaul.common.lease;

import io.longhaul.common.run.Hold;
import io.longhaul.common.run.WorkerId;
import java.util.Optional;

/** A worker's sign of life in Redis. Safe for use by many threads. */
public interface Heartbeat {

    /** Writes it, to vanish by itself if it is not renewed; false when Redis did not answer. */
    boolean send(Beat beat);

    /**
     * What a sign of life says.
     *
     * @param worker who
     * @param host on which machine
     * @param pid as which process
     * @param status what it does
     * @param hold on which run, while it has one
     * @param count grows with each beat
     */
    record Beat(WorkerId worker, String host, long pid, Status status, Optional<Hold> hold, long count) {}

    /** What a worker does. */
    enum Status {
        IDLE,
        RUNNING,
        /** Ended by itself, in good order. */
        STOPPED
    }
}
