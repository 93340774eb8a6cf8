package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Settings;
import io.longhaul.common.store.Takeovers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The takeover of runs in table {@code run}. */
final class JdbiTakeovers implements Takeovers {

    private static final RunRow RUN = new RunRow();

    private final Database database;
    private final Duration lockTimeout;

    JdbiTakeovers(Database database, Duration lockTimeout) {
        this.database = database;
        this.lockTimeout = lockTimeout;
    }

    @Override
    public List<Owned> owned() {
        // The newest attempt forward is the operation in flight; once it is done, that is the one after it.
        return database.with(handle -> handle.createQuery("""
                        SELECT r.*,
                               extract(epoch FROM r.heartbeat) AS beats_every,
                               extract(epoch FROM r.dead_after) AS dead_when_silent,
                               p.document -> 'operations'
                                          -> CASE WHEN a.result IN ('DONE', 'FOUND_DONE') THEN a.operation
                                                  ELSE coalesce(a.operation, 1) - 1 END ->> 'crashRule' AS crash_rule,
                               coalesce(a.operation >= CAST(jsonb_path_query_first(
                                   p.document, '$.operations[*] ? (@.irreversible == true).index') AS integer),
                                   false) AS irreversible_begun,
                               (SELECT value FROM setting WHERE name = :autoResume AND scope IN ('', r.migration) AND value IS NOT NULL
                                 ORDER BY scope DESC LIMIT 1) AS auto_resume,
                               (SELECT value FROM setting WHERE name = :autoRollback AND scope IN ('', r.migration) AND value IS NOT NULL
                                 ORDER BY scope DESC LIMIT 1) AS auto_rollback,
                               (SELECT value FROM setting WHERE name = :maxAttempts AND scope IN ('', r.migration) AND value IS NOT NULL
                                 ORDER BY scope DESC LIMIT 1) AS max_attempts
                          FROM run r
                          LEFT JOIN plan p ON p.run = r.id
                          LEFT JOIN LATERAL (SELECT operation, result FROM attempt
                                              WHERE run = r.id AND direction = 'FORWARD'
                                              ORDER BY id DESC LIMIT 1) a ON true
                         WHERE r.state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')""")
                .bind("autoResume", Settings.Name.AUTO_RESUME.word())
                .bind("autoRollback", Settings.Name.AUTO_ROLLBACK.word())
                .bind("maxAttempts", Settings.Name.MAX_ATTEMPTS.word())
                .map((row, context) -> owned(RUN.map(row, context), row))
                .list());
    }

    private static Owned owned(Run run, ResultSet row) throws SQLException {
        return new Owned(
                run,
                RunRow.seconds(row, "beats_every").orElse(Duration.ZERO),
                RunRow.seconds(row, "dead_when_silent").orElse(Duration.ZERO),
                row.getInt("crashes"),
                Optional.ofNullable(row.getString("crash_rule"))
                        .map(CrashRule::valueOf)
                        .orElse(CrashRule.RESUME),
                row.getBoolean("irreversible_begun"),
                Boolean.parseBoolean(setting(row, Settings.Name.AUTO_RESUME, "auto_resume")),
                Boolean.parseBoolean(setting(row, Settings.Name.AUTO_ROLLBACK, "auto_rollback")),
                Integer.parseInt(setting(row, Settings.Name.MAX_ATTEMPTS, "max_attempts")));
    }

    private static String setting(ResultSet row, Settings.Name name, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(name::allows).orElse(name.preset());
    }

    @Override
    public boolean takeOver(Owned seen, Verdict verdict, Failure failure, String reaper) {
        return database.together(handle -> {
            // A frozen worker may still hold the row; the next pass comes soon.
            handle.createQuery("SELECT set_config('lock_timeout', :patience, true)")
                    .bind("patience", lockTimeout.toMillis() + "ms")
                    .mapTo(String.class)
                    .one();
            Optional<Run> taken = taken(handle, seen, verdict);
            taken.ifPresent(run -> tell(handle, seen, run, verdict, failure, reaper));
            return taken.isPresent();
        });
    }

    private static Optional<Run> taken(Handle handle, Owned seen, Verdict verdict) {
        if (verdict instanceof Verdict.Queue queue) {
            return queued(handle, seen.run(), queue);
        }
        return verdict instanceof Verdict.GiveUp giveUp
                ? stopped(handle, seen.run(), RunState.ROLLBACK_FAILED, giveUp.why())
                : stopped(handle, seen.run(), RunState.FAILED, why(verdict));
    }

    /** Keeps the slot: what was begun goes on before anything else begins. Turning back, attempts count anew. */
    private static Optional<Run> queued(Handle handle, Run seen, Verdict.Queue queue) {
        return handle.createQuery("""
                        UPDATE run
                           SET state = 'QUEUED', direction = :direction, epoch = epoch + 1, sequence = sequence + 1,
                               dispatch = dispatch + 1, worker = NULL, reason = NULL, changed_at = now(),
                               stall = NULL, stalled_at = NULL,
                               crashes = CASE WHEN direction = :direction THEN crashes + 1 ELSE 0 END,
                               wish = CASE WHEN wish = 'ROLL_BACK' AND :direction = 'BACKWARD' THEN 'RUN' ELSE wish END,
                               progress = CASE WHEN direction = :direction THEN progress ELSE '{}' END,
                               not_before = now() + make_interval(secs => :backOff)
                         WHERE id = :run AND epoch = :epoch AND sequence = :sequence
                           AND state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')
                        RETURNING *""")
                .bind("direction", queue.direction().name())
                .bind("backOff", queue.backOff().toMillis() / 1000.0)
                .bind("run", seen.id().value())
                .bind("epoch", seen.epoch().value())
                .bind("sequence", seen.sequence())
                .map(RUN)
                .findOne();
    }

    private static Optional<Run> stopped(Handle handle, Run seen, RunState state, String why) {
        return handle.createQuery("""
                        UPDATE run
                           SET state = :state, epoch = epoch + 1, sequence = sequence + 1, dispatch = dispatch + 1,
                               crashes = crashes + 1, slot = NULL, wish = 'RUN', reason = :reason,
                               changed_at = now(), finished_at = now(), stall = NULL, stalled_at = NULL
                         WHERE id = :run AND epoch = :epoch AND sequence = :sequence
                           AND state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')
                        RETURNING *""")
                .bind("state", state.name())
                .bind("reason", why)
                .bind("run", seen.id().value())
                .bind("epoch", seen.epoch().value())
                .bind("sequence", seen.sequence())
                .map(RUN)
                .findOne();
    }

    private static void tell(Handle handle, Owned seen, Run taken, Verdict verdict, Failure failure, String reaper) {
        WorkerId dead = seen.run().worker().orElse(new WorkerId("unknown"));
        Hold lost = new Hold(taken.id(), seen.run().epoch(), dead);
        ErrorTable.add(handle, lost, inFlight(handle, lost), failure);
        EventTable.tell(
                handle,
                taken.id(),
                taken.epoch().value(),
                reaper,
                "taken-over",
                "taken from %s (epoch %s, %s): %s; %s"
                        .formatted(dead, lost.epoch(), was(seen), failure.message(), why(verdict)),
                seen.run().beatAt());
        if (verdict instanceof Verdict.Queue queue) {
            OutboxTable.add(handle, taken.id(), taken.dispatch(), queue.backOff());
        } else {
            EventTable.tell(
                    handle,
                    taken.id(),
                    taken.epoch().value(),
                    reaper,
                    "ended",
                    taken.state().words() + ": " + why(verdict));
            OutboxTable.wakeTheNext(handle);
        }
    }

    private static String was(Owned seen) {
        return seen.run().state().words();
    }

    private static String why(Verdict verdict) {
        if (verdict instanceof Verdict.Queue queue) {
            String way = queue.direction() == Direction.FORWARD ? "goes on" : "goes back";
            return queue.backOff().isZero()
                    ? way
                    : "%s in %d s".formatted(way, queue.backOff().toSeconds());
        }
        return verdict instanceof Verdict.Ask ask ? ask.why() : ((Verdict.GiveUp) verdict).why();
    }

    /** The statement that the dead worker may have left running. */
    private static Optional<Long> inFlight(Handle handle, Hold lost) {
        return handle.createQuery("""
                        SELECT id FROM attempt WHERE run = :run AND epoch = :epoch AND result IS NULL
                         ORDER BY id DESC LIMIT 1""")
                .bind("run", lost.run().value())
                .bind("epoch", lost.epoch().value())
                .mapTo(Long.class)
                .findOne();
    }
}
