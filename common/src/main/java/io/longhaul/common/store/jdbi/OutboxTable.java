package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.RunId;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** Adds wake-ups to table {@code outbox}, in the transaction of the change that calls for them. */
final class OutboxTable {

    private OutboxTable() {}

    static long add(Handle handle, RunId run, int dispatch) {
        return add(handle, run, dispatch, Duration.ZERO);
    }

    /** To be sent no earlier than after {@code backOff}. */
    static long add(Handle handle, RunId run, int dispatch, Duration backOff) {
        return handle.createQuery("""
                        INSERT INTO outbox (run, dispatch, due_at)
                        VALUES (:run, :dispatch, now() + make_interval(secs => :backOff)) RETURNING id""")
                .bind("run", run.value())
                .bind("dispatch", dispatch)
                .bind("backOff", backOff.toMillis() / 1000.0)
                .mapTo(Long.class)
                .one();
    }

    /**
     * The wake-up of this run was of no use to whoever had it: wakes the run behind it. Each is younger than the one
     * before, so this comes to an end where the queue does.
     */
    static int wakeTheNextAfter(Handle handle, RunId run) {
        return handle.createUpdate("""
                        INSERT INTO outbox (run, dispatch, due_at)
                        SELECT next.id, next.dispatch, greatest(now(), next.not_before)
                          FROM run passed
                          JOIN run next ON (next.asked_at, next.id) > (passed.asked_at, passed.id)
                         WHERE passed.id = :run AND next.state = 'QUEUED'
                           AND NOT EXISTS (SELECT FROM run holder WHERE holder.slot = 'only')
                           AND NOT EXISTS (SELECT FROM outbox o WHERE o.run = next.id AND o.published_at IS NULL)
                         ORDER BY next.asked_at, next.id LIMIT 1""").bind("run", run.value()).execute();
    }

    /** The slot has become free: wakes the run that has waited longest for it. */
    static void wakeTheNext(Handle handle) {
        handle.createUpdate("""
                        INSERT INTO outbox (run, dispatch, due_at)
                        SELECT id, dispatch, greatest(now(), not_before) FROM run WHERE state = 'QUEUED' ORDER BY asked_at LIMIT 1""").execute();
    }
}
