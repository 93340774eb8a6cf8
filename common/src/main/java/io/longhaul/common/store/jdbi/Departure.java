package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Leaving;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The transaction in which a worker lets go of its run. */
final class Departure {

    private static final RunRow RUN = new RunRow();

    private final Handle handle;
    private final Hold hold;

    Departure(Handle handle, Hold hold) {
        this.handle = handle;
        this.hold = hold;
    }

    /** False when fenced; true also when an earlier try, whose answer was lost, has done it. */
    boolean take(Leaving leaving) {
        Optional<Run> left = left(leaving);
        if (left.isEmpty() && next(leaving) == RunState.SUCCEEDED) {
            return isToGoBack()
                    ? take(new Leaving.Requeued(Direction.BACKWARD, "done, and going back as asked", List.of()))
                    : JdbiRunStore.isIn(RunState.SUCCEEDED, handle, hold)
                            || JdbiRunStore.isIn(RunState.QUEUED, handle, hold);
        }
        if (left.isEmpty()) {
            return JdbiRunStore.isIn(next(leaving), handle, hold);
        }
        RunState next = left.get().state();
        leaving.failures().forEach(failure -> ErrorTable.add(handle, hold, Optional.empty(), failure));
        EventTable.tell(
                handle,
                hold,
                leaving instanceof Leaving.Ended ? "ended" : next.name().toLowerCase(Locale.ROOT),
                next.words() + leaving.reason().map(reason -> ": " + reason).orElse(""));
        if (leaving instanceof Leaving.Ended) {
            OutboxTable.wakeTheNext(handle);
        } else if (next == RunState.QUEUED) {
            OutboxTable.add(handle, hold.run(), left.get().dispatch());
        }
        return true;
    }

    /** Whoever wants everything taken back wants that of the last operation too, however soon it was done. */
    private boolean isToGoBack() {
        return handle.createQuery("""
                        SELECT wish = 'ROLL_BACK' FROM run
                         WHERE id = :run AND epoch = :epoch AND worker = :worker AND state = 'RUNNING'""")
                .bind("run", hold.run().value())
                .bind("epoch", hold.epoch().value())
                .bind("worker", hold.worker().value())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    private static RunState next(Leaving leaving) {
        if (leaving instanceof Leaving.Ended ended) {
            return ended.state();
        }
        return leaving instanceof Leaving.Paused ? RunState.PAUSED : RunState.QUEUED;
    }

    private Optional<Run> left(Leaving leaving) {
        if (leaving instanceof Leaving.Ended ended) {
            return one(handle.createQuery("""
                            UPDATE run
                               SET state = :state, sequence = sequence + 1, slot = NULL, wish = 'RUN', reason = :reason,
                                   changed_at = now(), finished_at = now(), stall = NULL, stalled_at = NULL,
                                   progress = CASE WHEN :state = 'SUCCEEDED' THEN progress || '{"fraction": 1}' ELSE progress END
                             WHERE id = :run AND epoch = :epoch AND worker = :worker AND state = ANY (:from)
                               AND (:state <> 'SUCCEEDED' OR wish <> 'ROLL_BACK')
                            RETURNING *""")
                    .bind("state", ended.state().name())
                    .bindArray(
                            "from",
                            String.class,
                            ended.state().predecessors().stream()
                                    .filter(RunState::isOwned)
                                    .map(RunState::name)
                                    .toList())
                    .bind("reason", leaving.reason().orElse(null)));
        }
        if (leaving instanceof Leaving.Requeued requeued) {
            // What is asked for stays asked for, unless going back was it.
            return one(handle.createQuery("""
                            UPDATE run
                               SET state = 'QUEUED', sequence = sequence + 1, dispatch = dispatch + 1, reason = :reason,
                                   wish = CASE WHEN direction = :direction THEN wish ELSE 'RUN' END,
                                   progress = CASE WHEN direction = :direction THEN progress ELSE '{}' END,
                                   direction = :direction, changed_at = now(), stall = NULL, stalled_at = NULL
                             WHERE id = :run AND epoch = :epoch AND worker = :worker
                               AND state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')
                            RETURNING *""")
                    .bind("direction", requeued.direction().name())
                    .bind("reason", leaving.reason().orElse(null)));
        }
        return one(handle.createQuery("""
                        -- Whoever resumed it before it stood still wants it to go on.
                        UPDATE run
                           SET state = CASE WHEN wish = 'RUN' AND :asked THEN 'QUEUED' ELSE 'PAUSED' END,
                               dispatch = dispatch + CASE WHEN wish = 'RUN' AND :asked THEN 1 ELSE 0 END,
                               sequence = sequence + 1, wish = 'RUN', reason = :reason, changed_at = now(),
                               stall = NULL, stalled_at = NULL
                         WHERE id = :run AND epoch = :epoch AND worker = :worker
                           AND state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')
                        RETURNING *""")
                .bind("asked", ((Leaving.Paused) leaving).asked())
                .bind("reason", leaving.reason().orElse(null)));
    }

    private Optional<Run> one(Query query) {
        return query.bind("run", hold.run().value())
                .bind("epoch", hold.epoch().value())
                .bind("worker", hold.worker().value())
                .map(RUN)
                .findOne();
    }
}
