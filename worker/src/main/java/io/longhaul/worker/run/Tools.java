package io.longhaul.worker.run;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Journal;
import io.longhaul.common.store.RunStore;
import io.longhaul.worker.settle.Settling;
import io.longhaul.worker.target.Targets;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a walk through a plan works with.
 *
 * @param targets the databases
 * @param runs where a run says why it waits
 * @param journal all attempts
 * @param settling clears what earlier tries left
 * @param fence closed while the worker cannot say that it lives
 * @param watch looks after the statement in flight
 * @param patience waits for PostgreSQL
 * @param stop the worker is to end
 * @param wish what was last asked of the run
 * @param limits what admins have set for a migration
 * @param looking opens connections that only look
 * @param underWay how long a request whose connection was lost may still be on its way, and show nowhere
 * @param nanoTime for intervals
 */
public record Tools(
        Targets targets,
        RunStore runs,
        Journal journal,
        Settling settling,
        SelfFence fence,
        StatementWatch watch,
        Patience patience,
        StopSignal stop,
        Supplier<Wish> wish,
        LimitsSource limits,
        Looking looking,
        Duration underWay,
        LongSupplier nanoTime) {

    /** Finds out what admins have set for a migration, however long PostgreSQL is away. */
    public interface LimitsSource {
        Limits of(MigrationId migration) throws InterruptedException;
    }

    /** Opens targets that cannot change anything, and whose answers come in time or not at all. */
    public interface Looking {
        Targets within(Duration timeout);
    }

    /**
     * What admins have set.
     *
     * @param autoRollback a run that failed goes back by itself
     * @param maxAttempts how many tries of an operation are enough
     * @param rollbackTimeout how long one statement of a rollback may take
     */
    public record Limits(boolean autoRollback, int maxAttempts, Duration rollbackTimeout) {}
}
