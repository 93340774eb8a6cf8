package io.longhaul.common.gate;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.version.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether the application may be upgraded to a version.
 *
 * @param to the version
 * @param application the one that workers which are up have now; absent where none of them knows it
 * @param blockers what must be finished first, in the order in which it can be
 * @param future migrations that only a later version can run; they never block
 */
public record GateReport(Version to, Optional<Version> application, List<Blocker> blockers, List<Future> future) {

    public GateReport {
        blockers = List.copyOf(blockers);
        future = List.copyOf(future);
    }

    /** Whether nothing blocks. */
    public boolean isOpen() {
        return blockers.isEmpty();
    }

    /** The gravest of what blocks; absent where nothing does. */
    public Optional<Blocker.Kind> gravest() {
        return blockers.stream().map(Blocker::kind).max(Comparator.naturalOrder());
    }

    /**
     * A migration for later.
     *
     * @param from the first version of the application that can run it
     */
    public record Future(MigrationId migration, String description, Version from) {}
}
