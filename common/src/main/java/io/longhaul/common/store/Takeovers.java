package io.longhaul.common.store;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Run;
import java.time.Duration;
import java.util.List;

/**
 * What the reaper sees of runs in the hands of workers, and how it takes one from a dead worker. Throws
 * {@link StoreUnavailable} when PostgreSQL cannot be reached, or a row stays locked for longer than the lock timeout.
 */
public interface Takeovers {

    /** All runs that a worker has in hand. */
    List<Owned> owned();

    /**
     * Takes a run from its worker, if its epoch and sequence are still as seen: one compare-and-set, in one transaction
     * with the next dispatch, the event and the failure. False when the worker has beaten since, or another reaper was
     * first.
     */
    boolean takeOver(Owned seen, Verdict verdict, Failure failure, String reaper);

    /**
     * A run in the hands of a worker.
     *
     * @param run with its epoch and sequence
     * @param heartbeat how often its worker promised to beat
     * @param deadAfter after how long a silence its worker agreed to be called dead
     * @param crashes how often it has been taken over since an operation was last done
     * @param crashRule of the operation in flight; of the whole run before that
     * @param irreversibleDone an operation that cannot be taken back has been begun
     * @param autoResume may go on by itself (setting)
     * @param autoRollback may go back by itself (setting)
     * @param maxAttempts how many takeovers without progress are enough (setting)
     */
    record Owned(
            Run run,
            Duration heartbeat,
            Duration deadAfter,
            int crashes,
            CrashRule crashRule,
            boolean irreversibleDone,
            boolean autoResume,
            boolean autoRollback,
            int maxAttempts) {}

    /** What becomes of a run whose worker is dead. */
    sealed interface Verdict {

        /** Back to the queue; claimed no earlier than after {@code backOff}. */
        record Queue(Direction direction, Duration backOff) implements Verdict {}

        /** {@code FAILED}, forward: somebody decides. */
        record Ask(String why) implements Verdict {}

        /** {@code ROLLBACK_FAILED}: the attempts to go back are spent. */
        record GiveUp(String why) implements Verdict {}
    }
}
