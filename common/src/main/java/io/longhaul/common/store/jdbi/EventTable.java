package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import org.jdbi.v3.core.Handle;

/** Adds lines to table {@code event}, in the transaction of the change that they tell of. */
final class EventTable {

    private EventTable() {}

    static void tell(Handle handle, Hold hold, String kind, String text) {
        tell(handle, hold.run(), hold.epoch().value(), hold.worker().value(), kind, text);
    }

    static void tell(Handle handle, RunId run, long epoch, String actor, String kind, String text) {
        handle.createUpdate("""
                        INSERT INTO event (run, kind, epoch, actor, text) VALUES (:run, :kind, :epoch, :actor, :text)""")
                .bind("run", run.value())
                .bind("kind", kind)
                .bind("epoch", epoch)
                .bind("actor", actor)
                .bind("text", text)
                .execute();
    }
}
