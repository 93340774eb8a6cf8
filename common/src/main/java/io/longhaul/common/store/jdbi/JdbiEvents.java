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
    public void tell(Hold hold, String kind, String text) {
        database.together(handle -> {
            EventTable.tell(handle, hold, kind, text);
            return true;
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
