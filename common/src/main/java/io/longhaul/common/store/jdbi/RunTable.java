package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What every transaction needs that adds a row to table {@code run}. */
final class RunTable {

    private static final RunRow RUN = new RunRow();

    private RunTable() {}

    /** New runs are rare; one at a time makes every look that comes after this hold until the commit. */
    static void oneAtATime(Handle handle) {
        handle.execute("SELECT pg_advisory_xact_lock(hashtext('longhaul.enqueue'))");
    }

    /** Not only unlike all others, which random ids are, but also in its first eight characters. */
    static RunId unusedId(Handle handle) {
        return Stream.generate(RunId::random)
                .filter(id -> handle.createQuery("SELECT count(*) FROM run WHERE left(CAST(id AS text), 8) = :brief")
                                .bind("brief", id.brief())
                                .mapTo(Integer.class)
                                .one()
                        == 0)
                .findFirst()
                .orElseThrow();
    }

    static Optional<Run> newest(Handle handle, MigrationId migration) {
        return handle.createQuery("SELECT * FROM run WHERE migration = :migration ORDER BY asked_at DESC LIMIT 1")
                .bind("migration", migration.value())
                .map(RUN)
                .findOne();
    }
}
