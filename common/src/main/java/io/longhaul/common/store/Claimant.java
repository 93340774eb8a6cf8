package io.longhaul.common.store;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.run.WorkerId;
import java.time.Duration;

/**
 * Who claims.
 *
 * @param worker the worker
 * @param checksum of its version of the migration
 * @param heartbeat how often it will say that it lives; the reaper judges by this and the next
 * @param deadAfter how long a silence means that it is dead
 */
public record Claimant(WorkerId worker, Checksum checksum, Duration heartbeat, Duration deadAfter) {}
