package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.WorkerId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The transaction in which a migration that never ran is completed, because there is nothing to do for it here. */
final class Completion {

    private static final RunRow RUN = new RunRow();

    private final Handle handle;
    private final Definition definition;
    private final WorkerId worker;

    Completion(Handle handle, Definition definition, WorkerId worker) {
        this.handle = handle;
        this.definition = definition;
        this.worker = worker;
    }

    /** False when it has run, or its definition is another by now. */
    boolean take(String why) {
        RunTable.oneAtATime(handle);
        Optional<Run> completed = handle.createQuery("""
                        WITH here AS (
                            UPDATE migration
                               SET required_here = false, required_asked_by = :worker, required_asked_at = now()
                             WHERE id = :migration AND checksum = :checksum
                               AND NOT EXISTS (SELECT FROM run WHERE migration = :migration)
                            RETURNING id, checksum)
                        INSERT INTO run (id, migration, checksum, state, direction, wish, asked_by, reason, finished_at)
                        SELECT :run, id, checksum, 'NOT_REQUIRED', 'FORWARD', 'RUN', :worker, :reason, now() FROM here
                        RETURNING *""")
                .bind("run", RunTable.unusedId(handle).value())
                .bind("migration", definition.migration().id().value())
                .bind("checksum", definition.checksum().value())
                .bind("worker", worker.value())
                .bind("reason", why)
                .map(RUN)
                .findOne();
        completed.ifPresent(run -> EventTable.tell(
                handle, run.id(), 0, worker.value(), "ended", "not required, as %s found: %s".formatted(worker, why)));
        return completed.isPresent();
    }
}
