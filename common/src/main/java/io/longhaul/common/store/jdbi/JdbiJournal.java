package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Loss;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.Wish;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Intent;
import io.longhaul.common.store.Journal;
import io.longhaul.common.store.Permit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** The journal in table {@code attempt}, its errors in {@code error}. */
final class JdbiJournal implements Journal {

    static final RowMapper<Attempt> ATTEMPT = (row, context) -> new Attempt(
            row.getLong("id"),
            row.getInt("operation"),
            row.getInt("chunk"),
            Direction.valueOf(row.getString("direction")),
            new Epoch(row.getLong("epoch")),
            new WorkerId(row.getString("worker")),
            new QueryId(row.getString("query_id")),
            row.getString("statement"),
            row.getTimestamp("begun_at").toInstant(),
            RunRow.instant(row, "ended_at"),
            Optional.ofNullable(row.getString("result")).map(Attempt.Result::valueOf),
            row.getLong("rows"),
            row.getBoolean("marked"));

    private final Database database;

    JdbiJournal(Database database) {
        this.database = database;
    }

    @Override
    public Permit intend(Hold hold, Intent intent) {
        return database.with(handle -> granted(handle, hold, intent))
                .<Permit>map(Permit.Granted::new)
                .orElseGet(() -> database.together(handle -> whyNot(handle, hold, intent)));
    }

    /** One statement, which commits itself: a run of many small operations waits for little else than the store. */
    private static Optional<Long> granted(Handle handle, Hold hold, Intent intent) {
        return bound(handle.createQuery("""
                                -- FOR SHARE, not FOR KEY SHARE: it must wait for, and be waited for by, an update of the epoch.
                                WITH held AS (
                                    SELECT id FROM run
                                     WHERE id = :run AND epoch = :epoch AND worker = :worker AND wish = 'RUN'
                                       AND state IN ('RUNNING', 'ROLLING_BACK')
                                       FOR SHARE)
                                INSERT INTO attempt (run, operation, chunk, direction, epoch, worker, query_id, statement)
                                SELECT id, :operation, :chunk, :direction, :epoch, :worker, :query, :statement FROM held
                                -- The same intent again, because the answer to the first was lost: the first counts.
                                ON CONFLICT (run, query_id) DO UPDATE SET query_id = excluded.query_id
                                 WHERE attempt.epoch = excluded.epoch AND attempt.result IS NULL
                                RETURNING id"""), hold, intent).mapTo(Long.class).findOne();
    }

    private static Permit whyNot(Handle handle, Hold hold, Intent intent) {
        Optional<Wish> wish = handle.createQuery("""
                        SELECT wish FROM run
                         WHERE id = :run AND epoch = :epoch AND worker = :worker AND state IN ('RUNNING', 'ROLLING_BACK')
                           FOR SHARE""")
                .bind("run", hold.run().value())
                .bind("epoch", hold.epoch().value())
                .bind("worker", hold.worker().value())
                .mapTo(Wish.class)
                .findOne();
        if (wish.isEmpty()) {
            return new Permit.Fenced();
        }
        if (wish.get() != Wish.RUN) {
            return new Permit.Withheld(wish.get());
        }
        // Somebody has taken a wish back since.
        return granted(handle, hold, intent)
                .<Permit>map(Permit.Granted::new)
                .orElseThrow(() ->
                        new IllegalArgumentException("query id %s has been used before".formatted(intent.query())));
    }

    private static Query bound(Query query, Hold hold, Intent intent) {
        return query.bind("run", hold.run().value())
                .bind("operation", intent.operation())
                .bind("chunk", intent.chunk())
                .bind("direction", intent.direction().name())
                .bind("epoch", hold.epoch().value())
                .bind("worker", hold.worker().value())
                .bind("query", intent.query().value())
                .bind("statement", intent.statement());
    }

    @Override
    public boolean conclude(Hold hold, long attempt, Attempt.Result result, long rows, Optional<Failure> failure) {
        return conclude(hold, attempt, result, rows, false, failure, Optional.empty());
    }

    @Override
    public boolean done(Hold hold, long attempt, Attempt.Result result, long rows, boolean marked) {
        return conclude(hold, attempt, result, rows, marked, Optional.empty(), Optional.empty());
    }

    @Override
    public boolean retry(Hold hold, long attempt, Failure failure, Duration after) {
        return conclude(hold, attempt, Attempt.Result.FAILED, 0, false, Optional.of(failure), Optional.of(after));
    }

    private boolean conclude(
            Hold hold,
            long attempt,
            Attempt.Result result,
            long rows,
            boolean marked,
            Optional<Failure> failure,
            Optional<Duration> retriedAfter) {
        if (failure.isEmpty()) {
            return database.with(handle -> close(handle, hold, attempt, result, rows, marked))
                    || database.with(handle -> isClosed(handle, hold, attempt, result));
        }
        return database.together(handle -> {
            if (close(handle, hold, attempt, result, rows, marked)) {
                ErrorTable.add(handle, hold, Optional.of(attempt), failure.get(), retriedAfter);
                return true;
            }
            return isClosed(handle, hold, attempt, result);
        });
    }

    /**
     * One statement, which may commit itself. What is done means that the run gets on: what happens to it from now on
     * is a new trouble. What was done before and is done again, as the first statements of a staged group are by every
     * new epoch, is no progress: else a run that kills each of its workers at the same place would never be given up.
     */
    private static boolean close(
            Handle handle, Hold hold, long attempt, Attempt.Result result, long rows, boolean marked) {
        return handle.createQuery("""
                        WITH closed AS (
                            UPDATE attempt SET result = :result, rows = :rows, marked = :marked, ended_at = now()
                             WHERE id = :attempt AND run = :run AND result IS NULL
                               AND EXISTS (SELECT FROM run
                                            WHERE id = :run AND epoch = :epoch AND worker = :worker
                                              AND state IN ('RUNNING', 'ROLLING_BACK') FOR SHARE)
                            RETURNING id),
                        forgotten AS (
                            UPDATE run SET crashes = 0
                             WHERE id = :run AND epoch = :epoch AND crashes > 0 AND :result <> 'FAILED'
                               AND EXISTS (SELECT FROM closed)
                               AND NOT EXISTS (SELECT FROM attempt now JOIN attempt before
                                                   ON before.run = now.run AND before.operation = now.operation
                                                  AND before.chunk = now.chunk AND before.direction = now.direction
                                                WHERE now.id = :attempt AND before.id < now.id
                                                  AND before.result IN ('DONE', 'FOUND_DONE')))
                        SELECT EXISTS (SELECT FROM closed)""")
                .bind("result", result.name())
                .bind("rows", rows)
                .bind("marked", marked)
                .bind("attempt", attempt)
                .bind("run", hold.run().value())
                .bind("epoch", hold.epoch().value())
                .bind("worker", hold.worker().value())
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * The answer to an earlier try may have been lost on its way to us: what it stored still counts. The attempt may
     * also be one that an older epoch left and we concluded.
     */
    private static boolean isClosed(Handle handle, Hold hold, long attempt, Attempt.Result result) {
        return handle.createQuery("""
                        SELECT a.result = :result
                               AND (a.epoch = :epoch OR (r.epoch = :epoch AND r.worker = :worker))
                          FROM attempt a JOIN run r ON r.id = a.run
                         WHERE a.id = :attempt AND a.run = :run""")
                .bind("result", result.name())
                .bind("epoch", hold.epoch().value())
                .bind("worker", hold.worker().value())
                .bind("attempt", attempt)
                .bind("run", hold.run().value())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    @Override
    public Reckoned reckon(Hold hold, List<Long> lost) {
        return database.together(handle -> {
            Optional<String> held = handle.createQuery("""
                            SELECT coalesce(loss, '') FROM run
                             WHERE id = :run AND epoch = :epoch AND worker = :worker AND state IN ('RUNNING', 'ROLLING_BACK')
                               FOR UPDATE""")
                    .bind("run", hold.run().value())
                    .bind("epoch", hold.epoch().value())
                    .bind("worker", hold.worker().value())
                    .mapTo(String.class)
                    .findOne();
            if (held.isEmpty()) {
                return Reckoned.FENCED;
            }
            // When the answer to the first try was lost, none of them counts as done and marked any more.
            if (held.get().isEmpty()) {
                return anyMissed(handle, hold, lost) ? Reckoned.UNDECIDED : Reckoned.SETTLED;
            }
            believe(handle, hold, Loss.valueOf(held.get()), lost);
            return Reckoned.SETTLED;
        });
    }

    private static boolean anyMissed(Handle handle, Hold hold, List<Long> lost) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM attempt
                                        WHERE run = :run AND id = ANY(:lost) AND marked
                                          AND result IN ('DONE', 'FOUND_DONE'))""")
                .bind("run", hold.run().value())
                .bindArray("lost", Long.class, lost)
                .mapTo(Boolean.class)
                .one();
    }

    private static void believe(Handle handle, Hold hold, Loss loss, List<Long> lost) {
        handle.createUpdate("""
                        UPDATE attempt SET marked = false, result = CASE WHEN :gone THEN 'LOST' ELSE result END
                         WHERE run = :run AND id = ANY(:lost) AND marked AND result IN ('DONE', 'FOUND_DONE')""")
                .bind("gone", loss == Loss.GONE)
                .bind("run", hold.run().value())
                .bindArray("lost", Long.class, lost)
                .execute();
        handle.createUpdate("UPDATE run SET loss = NULL WHERE id = :run")
                .bind("run", hold.run().value())
                .execute();
    }

    @Override
    public List<Attempt> attempts(RunId run) {
        return database.with(handle -> handle.createQuery("SELECT * FROM attempt WHERE run = :run ORDER BY id")
                .bind("run", run.value())
                .map(ATTEMPT)
                .list());
    }
}
