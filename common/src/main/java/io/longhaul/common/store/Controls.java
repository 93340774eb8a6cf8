package io.longhaul.common.store;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Loss;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import java.util.Optional;

/**
 * What people ask of runs: each one compare-and-set on the state that it was decided for, recorded with who asked and
 * why. A run in the hands of a worker gets a wish, announced by {@code NOTIFY}; so does a queued run whose last worker
 * may have left a statement on the target, for its next worker. Any other changes at once. Throws
 * {@link StoreUnavailable} when PostgreSQL cannot be reached.
 */
public interface Controls {

    /** Stand still after the statement in flight, or at once. */
    Answer pause(RunId run, boolean now, By by);

    /**
     * Go on: from {@code PAUSED} or {@code FAILED} the way it went, from {@code ROLLBACK_FAILED} backward; or withdraw
     * a pause that has not happened yet.
     */
    default Answer resume(RunId run, By by) {
        return resume(run, Optional.empty(), by);
    }

    /** The same, with what to think of operations that have lost their mark, should there be any. */
    Answer resume(RunId run, Optional<Loss> loss, By by);

    /** End here: {@code FAILED}, or {@code CANCELLED} where nothing ever began. */
    Answer stop(RunId run, By by);

    /** End here and go back. */
    Answer stopAndRollBack(RunId run, By by);

    /** Go back: from {@code FAILED}, {@code PAUSED}, {@code ROLLBACK_FAILED} or {@code SUCCEEDED}. */
    default Answer rollBack(RunId run, By by) {
        return rollBack(run, Optional.empty(), by);
    }

    /** The same, with what to think of operations that have lost their mark, should there be any. */
    Answer rollBack(RunId run, Optional<Loss> loss, By by);

    /**
     * Somebody vouches that a migration is done: a run of it that has failed becomes {@code SUCCEEDED}, and so does a
     * new one where none is unfinished. {@link Answer.TooLate} where it is done already, or a run of it is going or
     * paused. One that began with this is taken back by {@link #rollBack} at once: there is nothing else to take back.
     */
    Answer markDone(MigrationId migration, By by);

    /**
     * Who asks.
     *
     * @param who a person, as {@code alice@host}
     * @param why in their words; empty where they gave none
     */
    record By(String who, String why) {}

    /** What came of asking; each carries the run as it is now. */
    sealed interface Answer {

        Run run();

        /** It has happened. */
        record Done(Run run) implements Answer {}

        /** Its worker has been told, or its next one will be; the run shows when it has happened. */
        record Asked(Run run) implements Answer {}

        /** The state it is in by now does not allow it. */
        record TooLate(Run run) implements Answer {}

        /** It would cross an operation that cannot be taken back. */
        record Irreversible(Run run, String operation) implements Answer {}

        /** The migration has changed since the run was asked for, and no worker that is up has it as it was. */
        record OtherDefinition(Run run) implements Answer {}

        /** The old table of a rebuild is dropped, or a worker is just putting something of the run away. */
        record CleanedUp(Run run, String table, boolean underWay) implements Answer {}

        /** Another run of the migration is not over. */
        record OtherRun(Run run, Run other) implements Answer {}
    }
}
