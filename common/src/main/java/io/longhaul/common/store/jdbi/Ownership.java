package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.QueryId;
import org.jdbi.v3.core.Handle;

/** Whether a run is still in the hands of the worker that made an attempt. */
final class Ownership {

    private Ownership() {}

    /**
     * Waits for a takeover that is under way, and is waited for by the next one. Locks the row as who changes it does,
     * for two lanes that share it and then both want to change it would wait for each other.
     */
    static boolean has(Handle handle, QueryId attempt) {
        return handle.createQuery("""
                        SELECT 1 FROM run
                         WHERE id = (SELECT run FROM attempt WHERE query_id = :attempt AND result IS NULL)
                           AND (epoch, worker) = (SELECT epoch, worker FROM attempt WHERE query_id = :attempt)
                           FOR NO KEY UPDATE""")
                .bind("attempt", attempt.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
