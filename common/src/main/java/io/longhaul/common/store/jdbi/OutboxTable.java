package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.RunId;
import org.jdbi.v3.core.Handle;

/** Adds wake-ups to table {@code outbox}, in the transaction of the change that calls for them. */
final class OutboxTable {

    private OutboxTable() {}

    static long add(Handle handle, RunId run, int dispatch) {
        return handle.createQuery("INSERT INTO outbox (run, dispatch) VALUES (:run, :dispatch) RETURNING id")
                .bind("run", run.value())
                .bind("dispatch", dispatch)
                .mapTo(Long.class)
                .one();
    }

    /** The slot has become free: wakes the run that has waited longest for it. */
    static void wakeTheNext(Handle handle) {
        handle.createUpdate("""
                        INSERT INTO outbox (run, dispatch)
                        SELECT id, dispatch FROM run WHERE state = 'QUEUED' ORDER BY asked_at LIMIT 1""").execute();
    }
}
