package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The transaction in which somebody vouches that a migration is done. */
final class MarkingDone {

    private static final RunRow RUN = new RunRow();

    private final Handle handle;
    private final MigrationId migration;
    private final By by;
    private final Duration deadAfter;

    MarkingDone(Handle handle, MigrationId migration, By by, Duration deadAfter) {
        this.handle = handle;
        this.migration = migration;
        this.by = by;
        this.deadAfter = deadAfter;
    }

    Answer answer() {
        RunTable.oneAtATime(handle);
        Optional<Run> newest = RunTable.newest(handle, migration);
        if (newest.isEmpty()) {
            return insert();
        }
        Run run = newest.get();
        return switch (run.state()) {
            case ROLLED_BACK, REFUSED, CANCELLED -> insert();
            // Whoever was faster has changed it: it is going by now, or done.
            case FAILED, ROLLBACK_FAILED ->
                new Asking(handle, run, by, deadAfter).markDone().orElseGet(() -> new Answer.TooLate(now(run.id())));
            case QUEUED, STARTING, RUNNING, ROLLING_BACK, PAUSED, SUCCEEDED, NOT_REQUIRED -> new Answer.TooLate(run);
        };
    }

    private Run now(RunId run) {
        return JdbiRunStore.find(handle, run).orElseThrow();
    }

    /** A run in which nothing was ever begun. */
    private Answer insert() {
        String words = RunChange.words("marked done", by);
        Run marked = handle.createQuery("""
                        INSERT INTO run (id, migration, checksum, state, direction, wish, asked_by, reason, finished_at)
                        SELECT :run, id, checksum, 'SUCCEEDED', 'FORWARD', 'RUN', :who, :reason, now()
                          FROM migration WHERE id = :migration
                        RETURNING *""")
                .bind("run", RunTable.unusedId(handle).value())
                .bind("who", by.who())
                .bind("reason", words)
                .bind("migration", migration.value())
                .map(RUN)
                .one();
        EventTable.tell(handle, marked.id(), 0, by.who(), "marked-done", words);
        return new Answer.Done(marked);
    }
}
