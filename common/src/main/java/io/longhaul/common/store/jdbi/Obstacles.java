package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Run;
import io.longhaul.common.store.CleanUps;
import io.longhaul.common.store.Controls.Answer;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What may stand in the way of what somebody asks of a run. */
final class Obstacles {

    private static final RunRow RUN = new RunRow();

    private final Handle handle;
    private final Run run;
    private final Duration deadAfter;

    Obstacles(Handle handle, Run run, Duration deadAfter) {
        this.handle = handle;
        this.run = run;
        this.deadAfter = deadAfter;
    }

    /**
     * A worker that died or had to end may have left a statement on the target. Whoever claims the run next sees to it
     * first: nothing is said to stand still, and the slot is not given away, while it may still be running.
     */
    boolean mayHaveLeftAStatement() {
        return handle.createQuery("SELECT EXISTS (SELECT FROM attempt WHERE run = :run AND result IS NULL)")
                .bind("run", run.id().value())
                .mapTo(Boolean.class)
                .one();
    }

    /** The first operation that has been begun and cannot be taken back. */
    Optional<Answer> irreversible() {
        return handle.createQuery("""
                        SELECT first.operation ->> 'name'
                          FROM (SELECT jsonb_path_query_first(document, '$.operations[*] ? (@.irreversible == true)')
                                       AS operation FROM plan WHERE run = :run) first
                         WHERE EXISTS (SELECT FROM attempt
                                        WHERE run = :run AND direction = 'FORWARD'
                                          AND operation >= CAST(first.operation ->> 'index' AS integer))""")
                .bind("run", run.id().value())
                .mapTo(String.class)
                .findOne()
                .map(operation -> new Answer.Irreversible(run, operation));
    }

    /** A table that it would go back to and that is not there any more. */
    Optional<Answer> cleanedUp() {
        return handle.createQuery("""
                        SELECT table_name FROM clean_up
                         WHERE run = :run AND kind = 'OLD_TABLE' AND state = 'DONE' ORDER BY id LIMIT 1""")
                .bind("run", run.id().value())
                .mapTo(String.class)
                .findOne()
                .map(table -> new Answer.CleanedUp(run, table, false));
    }

    /** Holds the row, so that no worker begins it now. */
    Optional<Answer> cleaning() {
        handle.createQuery("SELECT 1 FROM run WHERE id = :run FOR NO KEY UPDATE")
                .bind("run", run.id().value())
                .mapTo(Integer.class)
                .findOne();
        return handle.createQuery("""
                        SELECT table_name FROM clean_up
                         WHERE run = :run AND state = 'BEGUN'
                           AND touched_at > now() - make_interval(secs => :patience) LIMIT 1""")
                .bind("run", run.id().value())
                .bind("patience", CleanUps.PATIENCE.toSeconds())
                .mapTo(String.class)
                .findOne()
                .map(table -> new Answer.CleanedUp(run, table, true));
    }

    Optional<Answer> otherRun() {
        return handle.createQuery("""
                        SELECT * FROM run
                         WHERE migration = :migration AND id <> :run
                           AND state NOT IN ('SUCCEEDED', 'ROLLED_BACK', 'REFUSED', 'NOT_REQUIRED', 'CANCELLED')""")
                .bind("migration", run.migration().value())
                .bind("run", run.id().value())
                .map(RUN)
                .findOne()
                .map(other -> new Answer.OtherRun(run, other));
    }

    /** Nobody could carry it out: it would wait for a worker that may never come. */
    Optional<Answer> otherDefinition() {
        boolean registered = handle.createQuery("SELECT checksum = :checksum FROM migration WHERE id = :migration")
                .bind("checksum", run.checksum().value())
                .bind("migration", run.migration().value())
                .mapTo(Boolean.class)
                .one();
        boolean known = registered
                || ShippedTable.read(handle, deadAfter)
                        .of(run.migration())
                        .versions()
                        .contains(run.checksum());
        return known ? Optional.empty() : Optional.of(new Answer.OtherDefinition(run));
    }
}
