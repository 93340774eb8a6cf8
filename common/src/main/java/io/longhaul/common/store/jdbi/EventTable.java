package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Adds lines to table {@code event}, in the transaction of the change that they tell of. */
final class EventTable {

    private EventTable() {}

    static void tell(Handle handle, Hold hold, String kind, String text) {
        tell(handle, hold.run(), hold.epoch().value(), hold.worker().value(), kind, text);
    }

    static void tell(Handle handle, RunId run, long epoch, String actor, String kind, String text) {
        tell(handle, run, epoch, actor, kind, text, Optional.empty());
    }

    /** {@code since} is when that began of which it tells, where that was earlier. */
    static void tell(
            Handle handle, RunId run, long epoch, String actor, String kind, String text, Optional<Instant> since) {
        handle.createUpdate("""
                        INSERT INTO event (run, kind, epoch, actor, text, since)
                        VALUES (:run, :kind, :epoch, :actor, :text, :since)""")
                .bind("run", run.value())
                .bind("kind", kind)
                .bind("epoch", epoch)
                .bind("actor", actor)
                .bind("text", text)
                .bind("since", since.orElse(null))
                .execute();
    }
}
