package io.longhaul.common.store;

import io.longhaul.common.migration.Checksum;
import java.util.Set;

/**
 * Which versions of a migration workers have that are up; one that has not registered its catalog yet is none.
 *
 * @param someWorker whether any worker is up at all
 * @param versions of this migration; empty where none that is up has it
 */
public record Shipping(boolean someWorker, Set<Checksum> versions) {

    public Shipping {
        versions = Set.copyOf(versions);
    }

    /** Nobody ships it any more. While no worker is up nobody can say so. */
    public boolean isRetired() {
        return someWorker && versions.isEmpty();
    }

    /** Of the migration, whatever its version. */
    public Availability any() {
        if (isRetired()) {
            return Availability.RETIRED;
        }
        return someWorker ? Availability.AVAILABLE : Availability.NO_WORKER;
    }

    /** Of one version. */
    public Availability of(Checksum version) {
        return versions.isEmpty() || versions.contains(version) ? any() : Availability.OTHER_VERSION;
    }

    /** Whether there is somebody to carry a version out. */
    public enum Availability {
        /** A worker that is up has it. */
        AVAILABLE,
        /** Workers that are up have another version of it. */
        OTHER_VERSION,
        /** Workers are up, and none of them has any version of it. */
        RETIRED,
        /** No worker is up. */
        NO_WORKER
    }
}
