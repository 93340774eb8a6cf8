package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.Slice;
import io.longhaul.common.store.Chunks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Chunks, in table {@code chunk}. */
final class JdbiChunks implements Chunks {

    private static final RowMapper<Chunk> CHUNK = (row, context) -> new Chunk(
            row.getInt("number"),
            Chunk.Stage.valueOf(row.getString("stage")),
            Json.read(row.getString("slice"), Slice.class),
            Chunk.State.valueOf(row.getString("state")),
            row.getInt("tries"),
            Optional.ofNullable(row.getString("filling"))
                    .map(filling -> Json.read(filling, Chunk.Filling.class))
                    .orElse(Chunk.Filling.NONE));

    private final Database database;

    JdbiChunks(Database database) {
        this.database = database;
    }

    @Override
    public List<Chunk> of(QueryId attempt) {
        return database.with(handle -> handle.createQuery("""
                        SELECT chunk.*
                          FROM attempt JOIN chunk USING (run, operation, direction)
                         WHERE attempt.query_id = :attempt
                         ORDER BY number""")
                .bind("attempt", attempt.value())
                .map(CHUNK)
                .list());
    }

    @Override
    public List<Chunk> forwardOf(QueryId attempt) {
        return database.with(handle -> handle.createQuery("""
                        SELECT chunk.*
                          FROM attempt JOIN chunk USING (run, operation)
                         WHERE attempt.query_id = :attempt AND chunk.direction = 'FORWARD'
                         ORDER BY number""")
                .bind("attempt", attempt.value())
                .map(CHUNK)
                .list());
    }

    @Override
    public List<Chunk> of(RunId run, int operation) {
        return database.with(handle -> handle.createQuery("""
                        SELECT * FROM chunk WHERE run = :run AND operation = :operation ORDER BY direction, number""")
                .bind("run", run.value())
                .bind("operation", operation)
                .map(CHUNK)
                .list());
    }

    @Override
    public boolean plan(QueryId attempt, Chunk.Stage stage, List<Slice> slices, List<Integer> instead) {
        return ifOurs(attempt, handle -> {
            int replaced = instead.isEmpty() ? 0 : replace(handle, attempt, instead);
            if (replaced != instead.size()) {
                // The answer to an earlier try was lost: what it stored is there.
                return true;
            }
            insert(handle, attempt, stage, slices);
            return true;
        });
    }

    private static int replace(Handle handle, QueryId attempt, List<Integer> instead) {
        return handle.createUpdate("""
                        UPDATE chunk SET state = 'REPLACED'
                          FROM attempt AS ours
                         WHERE ours.query_id = :attempt AND ours.run = chunk.run AND ours.operation = chunk.operation
                           AND ours.direction = chunk.direction
                           AND chunk.state <> 'REPLACED' AND chunk.number = ANY (:instead)""")
                .bind("attempt", attempt.value())
                .bind("instead", instead.toArray(Integer[]::new))
                .execute();
    }

    private static void insert(Handle handle, QueryId attempt, Chunk.Stage stage, List<Slice> slices) {
        if (slices.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO chunk (run, operation, direction, number, stage, slice)
                SELECT ours.run, ours.operation, ours.direction,
                       1 + coalesce((SELECT max(number) FROM chunk AS other
                                      WHERE other.run = ours.run AND other.operation = ours.operation
                                        AND other.direction = ours.direction), 0),
                       :stage, CAST(:slice AS jsonb)
                  FROM attempt AS ours WHERE ours.query_id = :attempt
                -- The same rows again, because the answer to the first try was lost.
                ON CONFLICT DO NOTHING""");
        for (Slice slice : slices) {
            batch.bind("attempt", attempt.value())
                    .bind("stage", stage.name())
                    .bind("slice", Json.write(slice))
                    .add();
        }
        batch.execute();
    }

    @Override
    public boolean begin(QueryId attempt, List<Integer> chunks, QueryId statement) {
        return ifOurs(
                attempt,
                handle -> handle.createUpdate("""
                        UPDATE chunk SET state = 'BEGUN', query_id = :statement, epoch = ours.epoch,
                               tries = tries + CASE WHEN chunk.query_id = :statement THEN 0 ELSE 1 END,
                               begun_at = now(), ended_at = NULL, filling = NULL
                          FROM attempt AS ours
                         WHERE ours.query_id = :attempt
                           AND chunk.run = ours.run AND chunk.operation = ours.operation
                           AND chunk.direction = ours.direction AND chunk.number = ANY (:chunks)
                           AND chunk.state IN ('PLANNED', 'BEGUN')""")
                                .bind("attempt", attempt.value())
                                .bind("chunks", chunks.toArray(Integer[]::new))
                                .bind("statement", statement.value())
                                .execute()
                        == chunks.size());
    }

    @Override
    public boolean filled(QueryId attempt, int chunk, Chunk.Filling filling) {
        return change(attempt, chunk, Chunk.State.FILLED, Optional.of(filling));
    }

    @Override
    public boolean published(QueryId attempt, int chunk) {
        return change(attempt, chunk, Chunk.State.PUBLISHED, Optional.empty());
    }

    @Override
    public boolean published(QueryId attempt, Map<Integer, Chunk.Filling> fillings) {
        return ifOurs(attempt, handle -> {
            forgetCrashes(handle, attempt);
            return fillings.entrySet().stream()
                    .allMatch(chunk ->
                            set(handle, attempt, chunk.getKey(), Chunk.State.PUBLISHED, Optional.of(chunk.getValue())));
        });
    }

    @Override
    public boolean undone(QueryId attempt, int chunk) {
        return change(attempt, chunk, Chunk.State.PLANNED, Optional.empty());
    }

    private boolean change(QueryId attempt, int chunk, Chunk.State to, Optional<Chunk.Filling> filling) {
        return ifOurs(attempt, handle -> {
            if (to == Chunk.State.PUBLISHED) {
                forgetCrashes(handle, attempt);
            }
            return set(handle, attempt, chunk, to, filling);
        });
    }

    /** The run gets on: what happens to it from now on is a new trouble. */
    private static void forgetCrashes(Handle handle, QueryId attempt) {
        handle.createUpdate("""
                        UPDATE run SET crashes = 0
                         WHERE crashes > 0 AND id = (SELECT run FROM attempt WHERE query_id = :attempt)""").bind("attempt", attempt.value()).execute();
    }

    private static boolean set(
            Handle handle, QueryId attempt, int chunk, Chunk.State to, Optional<Chunk.Filling> filling) {
        return handle.createUpdate("""
                        UPDATE chunk SET state = :state, filling = coalesce(CAST(:filling AS jsonb), filling),
                               ended_at = CASE WHEN :state = 'PUBLISHED' THEN now() END
                          FROM attempt AS ours
                         WHERE ours.query_id = :attempt
                           AND chunk.run = ours.run AND chunk.operation = ours.operation
                           AND chunk.direction = ours.direction AND chunk.number = :chunk
                           AND chunk.state <> 'REPLACED'""")
                        .bind("attempt", attempt.value())
                        .bind("chunk", chunk)
                        .bind("state", to.name())
                        .bind("filling", filling.map(Json::write).orElse(null))
                        .execute()
                == 1;
    }

    @Override
    public boolean failed(QueryId attempt, int chunk, Failure failure, Duration again) {
        return ifOurs(attempt, handle -> {
            handle.createUpdate("""
                            INSERT INTO error (run, attempt, epoch, worker, source, code, message, retried_after)
                            SELECT run, id, epoch, worker, :source, :code, :message,
                                   make_interval(secs => CAST(:again AS double precision))
                              FROM attempt WHERE query_id = :attempt""")
                    .bind("attempt", attempt.value())
                    .bind("source", failure.source())
                    .bind("code", failure.code())
                    .bind("message", "chunk %d: %s".formatted(chunk, failure.message()))
                    .bind("again", again.toMillis() / 1000.0)
                    .execute();
            return true;
        });
    }

    @Override
    public boolean forget(QueryId attempt) {
        return ifOurs(attempt, handle -> {
            handle.createUpdate("""
                            DELETE FROM chunk USING attempt AS ours
                             WHERE ours.query_id = :attempt AND ours.run = chunk.run
                               AND ours.operation = chunk.operation AND ours.direction = chunk.direction""").bind("attempt", attempt.value()).execute();
            return true;
        });
    }

    private boolean ifOurs(QueryId attempt, Database.Work<Boolean> change) {
        return database.together(handle -> Ownership.has(handle, attempt) && change.on(handle));
    }
}
