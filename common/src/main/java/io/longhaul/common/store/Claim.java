package io.longhaul.common.store;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;

/** What came of the try to claim a run. */
public sealed interface Claim {

    /** The run is ours, in {@code STARTING}. */
    record Claimed(Hold hold, Run run) implements Claim {}

    /** Another run has the slot; ours stays queued and is woken when the slot is free. */
    record Busy(MigrationId holder) implements Claim {}

    /** The wake-up is late or doubled: the run is not queued, or waits for a newer dispatch. */
    record Stale() implements Claim {}

    /** The run was asked for with another version of the definition than the worker has. */
    record OtherDefinition() implements Claim {}
}
