package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Events;
import java.util.List;
import java.util.Optional;

/** The stories in table {@code event}. */
final class JdbiEvents implements Events {

    private final Database database;

    JdbiEvents(Database database) {
        this.database = database;
    }

    @Override
    public boolean tell(Hold hold, String kind, String text) {
        return database.with(handle -> handle.createUpdate("""
                                INSERT INTO event (run, kind, epoch, actor, text)
                                SELECT id, :kind, epoch, worker, :text FROM run
                                 WHERE id = :run AND epoch = :epoch AND worker = :worker
                                   AND state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')
                                   FOR SHARE""")
                        .bind("kind", kind)
                        .bind("text", text)
                        .bind("run", hold.run().value())
                        .bind("epoch", hold.epoch().value())
                        .bind("worker", hold.worker().value())
                        .execute()
                == 1);
    }

    @Override
    public boolean doubt(Hold hold, String why, String reaper) {
        return turn(hold, "suspect", why, reaper);
    }

    @Override
    public boolean trust(Hold hold, String why, String reaper) {
        return turn(hold, "trusted", why, reaper);
    }

    /** A worker whom nobody has doubted yet is trusted. */
    private boolean turn(Hold hold, String kind, String why, String reaper) {
        return database.together(handle -> {
            // Reapers say this one after the other, so that each sees what the one before it wrote. Not a lock of the
            // run's row: its worker may have frozen on that.
            handle.createQuery("SELECT CAST(pg_advisory_xact_lock(hashtext('longhaul.doubt'), hashtext(:run)) AS text)")
                    .bind("run", hold.run().toString())
                    .mapTo(String.class)
                    .list();
            return handle.createUpdate("""
                            INSERT INTO event (run, kind, epoch, actor, text)
                            SELECT id, :kind, epoch, :reaper, :why FROM run
                             WHERE id = :run AND epoch = :epoch
                               AND coalesce((SELECT kind FROM event
                                              WHERE run = :run AND epoch = :epoch AND kind IN ('suspect', 'trusted')
                                              ORDER BY id DESC LIMIT 1), 'trusted') <> :kind""")
                            .bind("kind", kind)
                            .bind("reaper", reaper)
                            .bind("why", why)
                            .bind("run", hold.run().value())
                            .bind("epoch", hold.epoch().value())
                            .execute()
                    == 1;
        });
    }

    @Override
    public List<Event> of(RunId run) {
        return database.with(handle -> handle.createQuery("SELECT * FROM event WHERE run = :run ORDER BY id")
                .bind("run", run.value())
                .map((row, context) -> new Event(
                        row.getTimestamp("at").toInstant(),
                        row.getString("kind"),
                        row.getLong("epoch"),
                        Optional.ofNullable(row.getString("actor")),
                        row.getString("text")))
                .list());
    }
}
