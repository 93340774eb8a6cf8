package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Health;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Stall;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Pulse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * One connection, kept open, that beats and listens on channel {@code longhaul}. Only a beat opens it, and opens it
 * again when it broke: a listener must not wait for a connection longer than it was told to.
 */
final class JdbiLifeline implements Lifeline {

    /** What asks for something of a run says so here; the payload is the run's id, for people who listen. */
    static final String CHANNEL = "longhaul";

    private final DataSource source;
    private final Database errors;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Handle handle;

    JdbiLifeline(DataSource source, Database errors) {
        this.source = source;
        this.errors = errors;
    }

    @Override
    public Pulse beat(Hold hold, Progress progress, Optional<Stall> stall, Optional<Health> health) {
        try {
            return beat(connected(), hold, progress, stall, health);
        } catch (JdbiException failed) {
            disconnect();
            throw errors.translated(failed);
        }
    }

    /** One statement: the flag, and the event where the flag changes, are of this very beat. */
    private static Pulse beat(
            Handle handle, Hold hold, Progress progress, Optional<Stall> stall, Optional<Health> health) {
        Optional<Pulse> alive = handle.createQuery("""
                        WITH was AS (
                            SELECT id, stalled_at, CAST(:stall AS text) AS stall,
                                   coalesce(stalled_at, now() - make_interval(secs => :still)) AS since
                              FROM run
                             WHERE id = :run AND epoch = :epoch AND worker = :worker
                               AND state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')
                               FOR NO KEY UPDATE),
                        told AS (
                            INSERT INTO event (run, kind, epoch, actor, text, since)
                            SELECT id, CASE WHEN stall IS NULL THEN 'moving-again' ELSE 'stalled' END, :epoch, :worker,
                                   CASE WHEN stall IS NULL THEN 'moving again after ' || still
                                        ELSE 'nothing has moved for ' || still || ': ' || stall END, since
                              FROM was, date_trunc('second', now() - since) AS still
                             WHERE (stalled_at IS NULL) <> (stall IS NULL))
                        UPDATE run
                           SET sequence = sequence + 1, beat_at = now(), progress = CAST(:progress AS jsonb),
                               health = :health, healthy_at = now() - make_interval(secs => :healthAge),
                               stall = was.stall, stalled_at = CASE WHEN was.stall IS NOT NULL THEN was.since END
                          FROM was WHERE run.id = was.id
                        RETURNING run.wish, run.sequence, run.beat_at""")
                .bind("progress", Json.write(progress))
                .bind("health", health.map(Health::words).orElse(null))
                .bind("healthAge", health.map(Health::age).orElse(Duration.ZERO).toMillis() / 1000.0)
                .bind("stall", stall.map(Stall::why).orElse(null))
                .bind("still", stall.map(Stall::still).orElse(Duration.ZERO).toMillis() / 1000.0)
                .bind("run", hold.run().value())
                .bind("epoch", hold.epoch().value())
                .bind("worker", hold.worker().value())
                .map((row, context) -> (Pulse) new Pulse.Alive(
                        Wish.valueOf(row.getString("wish")),
                        row.getLong("sequence"),
                        row.getTimestamp("beat_at").toInstant()))
                .findOne();
        return alive.orElseGet(Pulse.Fenced::new);
    }

    @Override
    public void listen(Duration atMost) throws InterruptedException {
        Handle open = handle;
        if (open == null) {
            // Nothing to hear without a connection; waiting all the same keeps the caller's loop from spinning.
            closed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        try {
            Connection connection = open.getConnection();
            connection.unwrap(PGConnection.class).getNotifications((int) Math.max(1, atMost.toMillis()));
        } catch (SQLException | JdbiException broken) {
            // Returns at once, so that the next beat soon says what happened; the one after it waits above.
            disconnect();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private Handle connected() {
        Handle open = handle;
        if (open == null) {
            open = Jdbi.create(source).open();
            handle = open;
            open.execute("LISTEN " + CHANNEL);
        }
        return open;
    }

    private void disconnect() {
        Handle open = handle;
        handle = null;
        if (open != null) {
            try {
                open.close();
            } catch (JdbiException alreadyBroken) {
                // It is being thrown away because it broke.
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        disconnect();
    }
}
