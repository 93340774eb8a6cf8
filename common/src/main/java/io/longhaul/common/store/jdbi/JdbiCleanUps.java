package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.CleanUp;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Leftover;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.CleanUps;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** Clean-up tasks, in table {@code clean_up}. */
final class JdbiCleanUps implements CleanUps {

    private static final RowMapper<CleanUp> CLEAN_UP = (row, context) -> new CleanUp(
            row.getLong("id"),
            new RunId(row.getObject("run", UUID.class)),
            new MigrationId(row.getString("migration")),
            row.getInt("operation"),
            new Leftover(
                    Leftover.Kind.valueOf(row.getString("kind")),
                    row.getString("table_name"),
                    row.getString("table_uuid"),
                    Json.readMap(row.getString("settings")),
                    RunRow.number(row, "last_block")),
            new Epoch(row.getLong("run_epoch")),
            row.getInt("tries"));

    private final Database database;
    private final Duration deadAfter;

    JdbiCleanUps(Database database, Duration deadAfter) {
        this.database = database;
        this.deadAfter = deadAfter;
    }

    @Override
    public boolean leave(QueryId attempt, Leftover leftover, Duration keep) {
        return database.together(handle -> Ownership.has(handle, attempt)
                && handle.createUpdate("""
                                INSERT INTO clean_up (run, operation, kind, table_name, table_uuid, settings,
                                                      last_block, due_at)
                                SELECT run, operation, :kind, :table, :uuid, CAST(:settings AS jsonb),
                                       CAST(:lastBlock AS bigint), now() + make_interval(secs => :keep)
                                  FROM attempt WHERE query_id = :attempt
                                ON CONFLICT (run, operation, kind, table_uuid) DO UPDATE
                                   SET state = 'WAITING', table_name = excluded.table_name,
                                       settings = excluded.settings, last_block = excluded.last_block,
                                       due_at = excluded.due_at, trouble = NULL, touched_at = now()""")
                                .bind("attempt", attempt.value())
                                .bind("kind", leftover.kind().name())
                                .bind("table", leftover.table())
                                .bind("uuid", leftover.uuid())
                                .bind("settings", Json.write(leftover.settings()))
                                .bind("lastBlock", leftover.lastBlock())
                                .bind("keep", keep.toMillis() / 1000.0)
                                .execute()
                        == 1);
    }

    @Override
    public boolean seenTo(QueryId attempt, Leftover.Kind kind, String uuid) {
        return database.together(handle -> {
            if (!Ownership.has(handle, attempt)) {
                return false;
            }
            handle.createUpdate("""
                            UPDATE clean_up SET state = 'SEEN_TO', touched_at = now()
                              FROM attempt
                             WHERE attempt.query_id = :attempt AND clean_up.run = attempt.run
                               AND clean_up.operation = attempt.operation
                               AND clean_up.kind = :kind AND clean_up.table_uuid = :uuid""")
                    .bind("attempt", attempt.value())
                    .bind("kind", kind.name())
                    .bind("uuid", uuid)
                    .execute();
            return true;
        });
    }

    @Override
    public boolean isDone(QueryId attempt, Leftover.Kind kind, String uuid) {
        return database.with(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM attempt JOIN clean_up USING (run, operation)
                                        WHERE attempt.query_id = :attempt AND clean_up.state = 'DONE'
                                          AND clean_up.kind = :kind AND clean_up.table_uuid = :uuid)""")
                .bind("attempt", attempt.value())
                .bind("kind", kind.name())
                .bind("uuid", uuid)
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public List<Waiting> waiting() {
        return database.with(handle -> handle.createQuery("""
                        SELECT c.*, r.migration, r.epoch AS run_epoch, r.state AS run_state,
                               extract(epoch FROM now() - r.changed_at) AS in_state
                          FROM clean_up c JOIN run r ON r.id = c.run
                         WHERE c.due_at <= now()
                           -- A call that nobody hears for weeks would be repeated all the time.
                           AND (SELECT count(*) FROM run busy WHERE busy.state IN ('STARTING', 'RUNNING', 'ROLLING_BACK'))
                               < greatest(1, (SELECT count(*) FROM process p
                                               WHERE p.kind = 'WORKER' AND p.left_at IS NULL
                                                 AND p.beat_at > now() - make_interval(secs => :deadAfter)))
                           AND (c.state = 'WAITING' OR c.state IN ('CALLED', 'BEGUN')
                                AND c.touched_at < now() - make_interval(secs => :patience))
                         ORDER BY c.id LIMIT 100""")
                .bind("patience", PATIENCE.toSeconds())
                .bind("deadAfter", deadAfter.toMillis() / 1000.0)
                .map((row, context) -> new Waiting(
                        CLEAN_UP.map(row, context),
                        RunState.valueOf(row.getString("run_state")),
                        RunRow.seconds(row, "in_state").orElse(Duration.ZERO)))
                .list());
    }

    @Override
    public boolean call(Waiting waiting) {
        return database.with(handle -> handle.createUpdate("""
                                WITH called AS (
                                    UPDATE clean_up c SET state = 'CALLED', epoch = r.epoch, touched_at = now()
                                      FROM run r
                                     WHERE c.id = :id AND r.id = c.run AND r.epoch = :epoch AND r.state = :state
                                       AND (c.state = 'WAITING' OR c.state IN ('CALLED', 'BEGUN')
                                            AND c.touched_at < now() - make_interval(secs => :patience))
                                    RETURNING r.id, r.dispatch)
                                INSERT INTO outbox (run, dispatch) SELECT id, dispatch FROM called""")
                        .bind("id", waiting.cleanUp().id())
                        .bind("epoch", waiting.cleanUp().epoch().value())
                        .bind("state", waiting.state().name())
                        .bind("patience", PATIENCE.toSeconds())
                        .execute()
                == 1);
    }

    @Override
    public Optional<CleanUp> begin(RunId run, WorkerId worker) {
        return database.together(handle -> {
            // Whoever takes the run further does that first, or sees that it is being cleaned up after.
            handle.createQuery("SELECT 1 FROM run WHERE id = :run FOR NO KEY UPDATE")
                    .bind("run", run.value())
                    .mapTo(Integer.class)
                    .findOne();
            return handle.createQuery("""
                            UPDATE clean_up c
                               SET state = 'BEGUN', worker = :worker, tries = c.tries + 1, touched_at = now()
                              FROM run r
                             WHERE r.id = c.run
                               AND c.id = (SELECT d.id FROM clean_up d JOIN run s ON s.id = d.run
                                            WHERE d.run = :run AND d.state = 'CALLED' AND d.epoch = s.epoch
                                              AND s.state IN ('SUCCEEDED', 'FAILED', 'ROLLBACK_FAILED')
                                            ORDER BY d.id LIMIT 1)
                            RETURNING c.*, r.migration, r.epoch AS run_epoch""")
                    .bind("run", run.value())
                    .bind("worker", worker.value())
                    .map(CLEAN_UP)
                    .findOne();
        });
    }

    @Override
    public void done(CleanUp cleanUp, WorkerId worker, String words) {
        database.together(handle -> {
            int changed = handle.createUpdate("""
                            UPDATE clean_up SET state = 'DONE', touched_at = now(), trouble = NULL
                             WHERE id = :id AND worker = :worker AND state = 'BEGUN'""")
                    .bind("id", cleanUp.id())
                    .bind("worker", worker.value())
                    .execute();
            if (changed == 1) {
                EventTable.tell(handle, cleanUp.run(), cleanUp.epoch().value(), worker.value(), "cleaned-up", words);
            }
            return changed;
        });
    }

    @Override
    public void failed(CleanUp cleanUp, WorkerId worker, Failure failure, Duration again) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE clean_up SET state = 'WAITING', touched_at = now(), trouble = :trouble,
                               due_at = now() + make_interval(secs => :again)
                         WHERE id = :id AND worker = :worker AND state = 'BEGUN'""")
                .bind("id", cleanUp.id())
                .bind("worker", worker.value())
                .bind("trouble", failure.toString())
                .bind("again", again.toMillis() / 1000.0)
                .execute());
    }
}
