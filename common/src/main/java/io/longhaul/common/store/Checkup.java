package io.longhaul.common.store;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads how the store itself is, for people: nothing here decides anything. Throws {@link StoreUnavailable} when
 * PostgreSQL cannot be reached.
 */
public interface Checkup {

    /** What time it is there. */
    Instant now();

    /** The server; needs no table of ours. */
    Server server();

    /** What the tables say that no other reader has. */
    Books books();

    /**
     * The server.
     *
     * @param version as it says it
     * @param major the part of it that counts
     * @param standby whether nothing can be written to it
     * @param tables how ours are
     * @param idle the longest transaction of anybody in this database that does nothing
     */
    record Server(String version, int major, boolean standby, Tables tables, Optional<Idle> idle) {}

    /** How our tables are, seen from this version of Longhaul. */
    enum Tables {
        CURRENT,
        /** Not there, or older. */
        BEHIND,
        /** A change of them failed halfway. */
        BROKEN,
        /** Made by a newer version. */
        AHEAD
    }

    /**
     * A transaction that is open and does nothing.
     *
     * @param pid by which the server knows its session
     * @param application that it says it is
     * @param span since it began
     */
    record Idle(int pid, String application, Duration span) {}

    /**
     * What the tables say.
     *
     * @param oldestWakeUp how long the oldest has waited that the broker has not confirmed
     * @param slot who has it
     * @param shipped of each migration, each version of it that workers have that are up, and those workers
     */
    record Books(Optional<Duration> oldestWakeUp, Optional<SlotHolder> slot, Map<MigrationId, List<Version>> shipped) {}

    /**
     * The run that has the slot.
     *
     * @param worker that has or had it; may be empty
     * @param silent since its worker's last beat, where one has it in hand
     * @param deadAfter by which the reaper judges it
     */
    record SlotHolder(
            RunId run,
            MigrationId migration,
            RunState state,
            String worker,
            Optional<Duration> silent,
            Optional<Duration> deadAfter) {}

    /**
     * A version of a migration.
     *
     * @param checksum of its definition
     * @param workers that have it
     */
    record Version(String checksum, List<String> workers) {}
}
