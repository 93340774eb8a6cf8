package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The wake-ups in table {@code outbox}. */
final class JdbiOutbox implements Outbox {

    private final Database database;

    JdbiOutbox(Database database) {
        this.database = database;
    }

    @Override
    public List<Entry> waiting(Duration atLeast, int limit) {
        return database.with(handle -> handle.createQuery("""
                        SELECT o.id AS entry, o.run, o.dispatch, r.migration, r.direction
                          FROM outbox o JOIN run r ON r.id = o.run
                         WHERE o.published_at IS NULL AND o.due_at <= now()
                           -- What was put off is in nobody's hands.
                           AND (o.created_at <= now() - make_interval(secs => :age) OR o.due_at > o.created_at)
                         ORDER BY o.id LIMIT :limit""")
                .bind("age", atLeast.toMillis() / 1000.0)
                .bind("limit", limit)
                .map((row, context) -> new Entry(
                        row.getLong("entry"),
                        new WakeUp(
                                new RunId(row.getObject("run", UUID.class)),
                                new MigrationId(row.getString("migration")),
                                row.getInt("dispatch"),
                                Direction.valueOf(row.getString("direction")))))
                .list());
    }

    @Override
    public void published(long entry) {
        database.with(handle -> handle.createUpdate("UPDATE outbox SET published_at = now() WHERE id = :entry")
                .bind("entry", entry)
                .execute());
    }

    @Override
    public int sweep(Duration unclaimed) {
        return database.with(handle -> handle.createUpdate("""
                        INSERT INTO outbox (run, dispatch)
                        SELECT r.id, r.dispatch FROM run r
                         WHERE r.state = 'QUEUED' AND (r.not_before IS NULL OR r.not_before <= now())
                           AND NOT EXISTS (SELECT FROM run s WHERE s.slot = 'only' AND s.id <> r.id)
                           AND NOT EXISTS (SELECT FROM outbox o
                                            WHERE o.run = r.id AND (o.published_at IS NULL
                                                  OR o.published_at > now() - make_interval(secs => :age)))
                         ORDER BY r.asked_at LIMIT 1""")
                .bind("age", unclaimed.toMillis() / 1000.0)
                .execute());
    }
}
