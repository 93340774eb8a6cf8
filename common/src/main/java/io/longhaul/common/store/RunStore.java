package io.longhaul.common.store;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import java.util.Optional;

/**
 * The runs. Every change is one compare-and-set on state and epoch, in one transaction with the event that tells of it
 * and, where the run must be looked at by a worker, with its outbox row. A change that comes too late is a value, not
 * an exception. All methods throw {@link StoreUnavailable} when PostgreSQL cannot be reached; a change whose answer was
 * lost that way may have happened. Safe for use by many threads.
 */
public interface RunStore {

    /** Stores a new run in {@code QUEUED} together with its outbox row, unless the answer says why not. */
    Enqueued enqueue(RunRequest request);

    /** The run as it is now. */
    Optional<Run> find(RunId run);

    /** The newest run of a migration, if it ever had one. */
    Optional<Run> newest(MigrationId migration);

    /**
     * Takes a queued run, the slot with it, and begins the next epoch. {@link Claim.OtherDefinition} passes the run
     * over.
     */
    Claim claim(RunId run, int dispatch, Claimant claimant);

    /**
     * A worker that cannot carry the run out was woken for it: while the slot is free the next in the queue is woken,
     * so that nobody waits for a definition that no worker has. Whether there was one.
     */
    boolean passOver(RunId run);

    /** Says why the run stands where it stands; false when fenced. */
    boolean explain(Hold hold, String reason);

    /** Takes the explanation back, because the run gets on; false when fenced. */
    boolean goesOn(Hold hold);

    /**
     * Stores the frozen plan, if the run has none yet, and begins to carry it out or take it back: from
     * {@code STARTING} to {@code RUNNING} or {@code ROLLING_BACK}; false when fenced.
     */
    boolean begin(Hold hold, Plan plan, Direction direction);

    /** The frozen plan of a run that has one. */
    Optional<Plan> plan(RunId run);

    /** Says how far the run has come, between two beats; does nothing when fenced. */
    void reached(Hold hold, Progress progress);

    /**
     * Lets go of the run: ended, paused or queued again. An end frees the slot and wakes the run that has waited
     * longest. False when fenced.
     */
    boolean leave(Hold hold, Leaving leaving);
}
