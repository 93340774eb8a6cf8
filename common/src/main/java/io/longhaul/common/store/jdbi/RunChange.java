package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Loss;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What an answer does to a run, and the event that tells of it. Each is empty when the run has changed since it was
 * looked at.
 */
final class RunChange {

    private static final RunRow RUN = new RunRow();

    private final Handle handle;
    private final Run run;
    private final By by;

    RunChange(Handle handle, Run run, By by) {
        this.handle = handle;
        this.run = run;
        this.by = by;
    }

    /** The worker hears of it at once from the notification, which is sent when this is committed. */
    Optional<Answer> wish(Wish wish) {
        Optional<Run> changed = handle.createQuery("""
                        UPDATE run SET wish = :wish, sequence = sequence + 1
                         WHERE id = :run AND state = :state AND epoch = :epoch AND wish = :was
                        RETURNING *""")
                .bind("wish", wish.name())
                .bind("run", run.id().value())
                .bind("state", run.state().name())
                .bind("epoch", run.epoch().value())
                .bind("was", run.wish().name())
                .map(RUN)
                .findOne();
        changed.ifPresent(now -> {
            if (wish != run.wish()) {
                tell(now, "asked to " + word(wish));
            }
            handle.createQuery("SELECT CAST(pg_notify(:channel, :run) AS text)")
                    .bind("channel", JdbiLifeline.CHANNEL)
                    .bind("run", run.id().toString())
                    .mapTo(String.class)
                    .list();
        });
        return changed.map(
                now -> now.state().isOwned() || wish != Wish.RUN ? new Answer.Asked(now) : new Answer.Done(now));
    }

    private static String word(Wish wish) {
        return switch (wish) {
            case RUN -> "go on";
            case PAUSE -> "pause";
            case PAUSE_NOW -> "pause now";
            case STOP -> "stop";
            case ROLL_BACK -> "go back";
        };
    }

    /** Back to the queue, with a clean sheet; a paused run has kept the slot. */
    Optional<Answer> queue(Direction direction, Optional<Loss> loss, String kind) {
        Optional<Run> queued = ifUnchanged(handle.createQuery("""
                        UPDATE run
                           SET state = 'QUEUED', direction = :direction, dispatch = dispatch + 1,
                               sequence = sequence + 1, wish = 'RUN', crashes = 0, not_before = NULL, reason = NULL,
                               loss = :loss, progress = CASE WHEN direction = :direction THEN progress ELSE '{}' END,
                               changed_at = now(), finished_at = NULL
                         WHERE id = :run AND state = :state AND epoch = :epoch AND dispatch = :dispatch
                        RETURNING *""")
                .bind("direction", direction.name())
                .bind("loss", loss.map(Loss::name).orElse(null)));
        queued.ifPresent(now -> {
            tell(
                    now,
                    kind,
                    loss.map(said -> kind + ", saying that what has lost its mark is " + word(said))
                            .orElse(kind));
            OutboxTable.add(handle, now.id(), now.dispatch());
        });
        return queued.map(Answer.Done::new);
    }

    /** Stands still, or has stopped: what has stopped gives the slot to the next. */
    Optional<Answer> stand(RunState state, String kind) {
        Optional<Run> standing = ifUnchanged(handle.createQuery("""
                        UPDATE run
                           SET state = :next, sequence = sequence + 1, wish = 'RUN', reason = :reason,
                               not_before = NULL, changed_at = now(),
                               direction = CASE WHEN :next = 'SUCCEEDED' THEN 'FORWARD' ELSE direction END,
                               progress = CASE WHEN :next = 'SUCCEEDED' THEN '{}' ELSE progress END,
                               slot = CASE WHEN :over THEN NULL ELSE slot END,
                               finished_at = CASE WHEN :over THEN now() ELSE finished_at END
                         WHERE id = :run AND state = :state AND epoch = :epoch AND dispatch = :dispatch
                        RETURNING *""")
                .bind("next", state.name())
                .bind("reason", words(kind, by))
                .bind("over", state.hasStopped()));
        standing.ifPresent(now -> {
            tell(now, kind);
            if (state.hasStopped()) {
                OutboxTable.wakeTheNext(handle);
            }
        });
        return standing.map(Answer.Done::new);
    }

    private Optional<Run> ifUnchanged(Query update) {
        return update.bind("run", run.id().value())
                .bind("state", run.state().name())
                .bind("epoch", run.epoch().value())
                .bind("dispatch", run.dispatch())
                .map(RUN)
                .findOne();
    }

    private static String word(Loss loss) {
        return switch (loss) {
            case GONE -> "gone";
            case THERE -> "there";
        };
    }

    private void tell(Run now, String kind) {
        tell(now, kind, kind);
    }

    private void tell(Run now, String kind, String what) {
        EventTable.tell(handle, now.id(), now.epoch().value(), by.who(), kind.replace(' ', '-'), words(what, by));
    }

    /** What was done by whom, and why where they said so. */
    static String words(String kind, By by) {
        String who = by.why().isBlank() ? by.who() : by.who() + ": " + by.why();
        return "%s by %s".formatted(kind, who);
    }
}
