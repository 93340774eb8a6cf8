package io.longhaul.common.store;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Run;
import java.util.List;

/** What became of a {@link RunRequest}. */
public sealed interface Enqueued {

    /** A new run is queued; its wake-up waits in the outbox under {@code entry}. */
    record New(Run run, long entry) implements Enqueued {}

    /** The same key has asked for this run before. */
    record Known(Run run) implements Enqueued {}

    /** The key was used for a run of another migration. */
    record KeyTaken(Run run) implements Enqueued {}

    /** The migration has a run that is not over. */
    record Unfinished(Run run) implements Enqueued {}

    /** The migration has succeeded already. */
    record Done(Run run) implements Enqueued {}

    /** Workers are up, and none of them ships it any more. */
    record Retired(MigrationId migration) implements Enqueued {}

    /** No worker has ever registered such a migration. */
    record Unregistered(MigrationId migration) implements Enqueued {}

    /**
     * What was chosen is not what may be.
     *
     * @param problems a sentence for each, at least one
     */
    record WronglyChosen(MigrationId migration, List<String> problems) implements Enqueued {

        public WronglyChosen {
            problems = List.copyOf(problems);
        }
    }
}
