package io.longhaul.common.lease;

import io.longhaul.common.run.WorkerId;
import java.util.Map;
import java.util.Optional;

/** Reads the workers' signs of life in Redis. */
public interface Heartbeats {

    /** Those that are there now; absent when Redis did not answer. */
    Optional<Map<WorkerId, Heartbeat.Beat>> now();
}
