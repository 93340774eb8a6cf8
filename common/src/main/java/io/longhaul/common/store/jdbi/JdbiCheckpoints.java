package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.store.Checkpoints;
import java.util.Optional;

/** Checkpoints, in table {@code attempt}. */
final class JdbiCheckpoints implements Checkpoints {

    private final Database database;

    JdbiCheckpoints(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> last(QueryId attempt) {
        return database.with(handle -> handle.createQuery("""
                        SELECT other.checkpoint
                          FROM attempt AS this
                          JOIN attempt AS other USING (run, operation, chunk, direction)
                         WHERE this.query_id = :query AND other.checkpoint IS NOT NULL
                         ORDER BY other.id DESC LIMIT 1""")
                .bind("query", attempt.value())
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public Optional<String> lastForward(QueryId attempt) {
        return database.with(handle -> handle.createQuery("""
                        SELECT other.checkpoint
                          FROM attempt AS this
                          JOIN attempt AS other USING (run, operation)
                         WHERE this.query_id = :query AND other.direction = 'FORWARD' AND other.checkpoint IS NOT NULL
                         ORDER BY other.id DESC LIMIT 1""")
                .bind("query", attempt.value())
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public boolean remember(QueryId attempt, String checkpoint) {
        return database.together(handle -> handle.createUpdate("""
                        UPDATE attempt SET checkpoint = :checkpoint
                          FROM run
                         WHERE run.id = attempt.run AND run.epoch = attempt.epoch AND run.worker = attempt.worker
                           AND attempt.query_id = :query AND attempt.result IS NULL""")
                        .bind("query", attempt.value())
                        .bind("checkpoint", checkpoint)
                        .execute()
                == 1);
    }
}
