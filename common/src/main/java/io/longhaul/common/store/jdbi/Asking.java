package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Loss;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.CleanUps;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The transaction that answers one thing that somebody asks of a run. Each answer is empty when the run has changed
 * since it was looked at: look again.
 */
final class Asking {

    private static final RunRow RUN = new RunRow();

    private final Handle handle;
    private final Run run;
    private final By by;
    private final Duration deadAfter;

    Asking(Handle handle, Run run, By by, Duration deadAfter) {
        this.handle = handle;
        this.run = run;
        this.by = by;
        this.deadAfter = deadAfter;
    }

    Optional<Answer> pause(boolean now) {
        return switch (run.state()) {
            case QUEUED -> isToEnd() || mayHaveLeftAStatement() ? toPause(now) : stand(RunState.PAUSED, "paused");
            case STARTING, RUNNING, ROLLING_BACK -> toPause(now);
            case PAUSED -> Optional.of(new Answer.Done(run));
            case FAILED, ROLLBACK_FAILED, SUCCEEDED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED -> tooLate();
        };
    }

    private Optional<Answer> toPause(boolean now) {
        return switch (run.wish()) {
            case RUN, PAUSE -> wish(now ? Wish.PAUSE_NOW : run.wish() == Wish.RUN ? Wish.PAUSE : run.wish());
            case PAUSE_NOW -> Optional.of(new Answer.Asked(run));
            // Ending is more than standing still.
            case STOP, ROLL_BACK -> tooLate();
        };
    }

    Optional<Answer> resume(Optional<Loss> loss) {
        return switch (run.state()) {
            case PAUSED, FAILED -> queue(run.direction(), loss, "resumed");
            case ROLLBACK_FAILED -> queue(Direction.BACKWARD, loss, "resumed");
            case QUEUED, STARTING, RUNNING, ROLLING_BACK -> isToPause() ? wish(Wish.RUN) : tooLate();
            case SUCCEEDED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED -> tooLate();
        };
    }

    private boolean isToPause() {
        return run.wish() == Wish.PAUSE || run.wish() == Wish.PAUSE_NOW;
    }

    private boolean isToEnd() {
        return run.wish() == Wish.STOP || run.wish() == Wish.ROLL_BACK;
    }

    Optional<Answer> stop() {
        return switch (run.state()) {
            case QUEUED -> mayHaveLeftAStatement() ? wish(Wish.STOP) : end();
            case PAUSED -> end();
            case STARTING, RUNNING, ROLLING_BACK -> wish(Wish.STOP);
            case FAILED, ROLLBACK_FAILED, SUCCEEDED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED -> tooLate();
        };
    }

    Optional<Answer> stopAndRollBack() {
        return switch (run.state()) {
            case QUEUED, PAUSED -> neverBegan() ? end() : back(Optional.empty());
            case STARTING, RUNNING ->
                run.direction() == Direction.FORWARD ? unlessIrreversible(Wish.ROLL_BACK) : tooLate();
            case ROLLING_BACK, FAILED, ROLLBACK_FAILED, SUCCEEDED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED ->
                tooLate();
        };
    }

    Optional<Answer> rollBack(Optional<Loss> loss) {
        return switch (run.state()) {
            case PAUSED -> neverBegan() ? end() : back(loss);
            // One that began with somebody's word for it ends with the same.
            case SUCCEEDED -> neverBegan() ? stand(RunState.ROLLED_BACK, "mark taken back") : back(loss);
            case FAILED, ROLLBACK_FAILED -> back(loss);
            case QUEUED, STARTING, RUNNING, ROLLING_BACK, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED -> tooLate();
        };
    }

    /** Of one that has failed. */
    Optional<Answer> markDone() {
        return stand(RunState.SUCCEEDED, "marked done");
    }

    private boolean neverBegan() {
        return run.startedAt().isEmpty();
    }

    /**
     * A worker that died or had to end may have left a statement on the target. Whoever claims the run next sees to it
     * first: nothing is said to stand still, and the slot is not given away, while it may still be running.
     */
    private boolean mayHaveLeftAStatement() {
        return handle.createQuery("SELECT EXISTS (SELECT FROM attempt WHERE run = :run AND result IS NULL)")
                .bind("run", run.id().value())
                .mapTo(Boolean.class)
                .one();
    }

    private Optional<Answer> tooLate() {
        return Optional.of(new Answer.TooLate(run));
    }

    private Optional<Answer> end() {
        if (neverBegan()) {
            return stand(RunState.CANCELLED, "cancelled");
        }
        return stand(run.direction() == Direction.FORWARD ? RunState.FAILED : RunState.ROLLBACK_FAILED, "stopped");
    }

    private Optional<Answer> back(Optional<Loss> loss) {
        if (run.direction() == Direction.BACKWARD) {
            // On its way back already; nothing is crossed that has not been crossed.
            return run.state() == RunState.QUEUED ? tooLate() : queue(Direction.BACKWARD, loss, "rollback asked");
        }
        Optional<Answer> obstacle = irreversible().or(this::cleanedUp).or(this::otherRun);
        return obstacle.isPresent() ? obstacle : queue(Direction.BACKWARD, loss, "rollback asked");
    }

    private Optional<Answer> unlessIrreversible(Wish wish) {
        Optional<Answer> obstacle = irreversible();
        return obstacle.isPresent() ? obstacle : wish(wish);
    }

    /** The first operation that has been begun and cannot be taken back. */
    private Optional<Answer> irreversible() {
        return handle.createQuery("""
                        SELECT first.operation ->> 'name'
                          FROM (SELECT jsonb_path_query_first(document, '$.operations[*] ? (@.irreversible == true)')
                                       AS operation FROM plan WHERE run = :run) first
                         WHERE EXISTS (SELECT FROM attempt
                                        WHERE run = :run AND direction = 'FORWARD'
                                          AND operation >= CAST(first.operation ->> 'index' AS integer))""")
                .bind("run", run.id().value())
                .mapTo(String.class)
                .findOne()
                .map(operation -> new Answer.Irreversible(run, operation));
    }

    /** A table that it would go back to and that is not there any more. */
    private Optional<Answer> cleanedUp() {
        return handle.createQuery("""
                        SELECT table_name FROM clean_up
                         WHERE run = :run AND kind = 'OLD_TABLE' AND state = 'DONE' ORDER BY id LIMIT 1""")
                .bind("run", run.id().value())
                .mapTo(String.class)
                .findOne()
                .map(table -> new Answer.CleanedUp(run, table, false));
    }

    /** Holds the row, so that no worker begins it now. */
    private Optional<Answer> cleaning() {
        handle.createQuery("SELECT 1 FROM run WHERE id = :run FOR NO KEY UPDATE")
                .bind("run", run.id().value())
                .mapTo(Integer.class)
                .findOne();
        return handle.createQuery("""
                        SELECT table_name FROM clean_up
                         WHERE run = :run AND state = 'BEGUN'
                           AND touched_at > now() - make_interval(secs => :patience) LIMIT 1""")
                .bind("run", run.id().value())
                .bind("patience", CleanUps.PATIENCE.toSeconds())
                .mapTo(String.class)
                .findOne()
                .map(table -> new Answer.CleanedUp(run, table, true));
    }

    private Optional<Answer> otherRun() {
        return handle.createQuery("""
                        SELECT * FROM run
                         WHERE migration = :migration AND id <> :run
                           AND state NOT IN ('SUCCEEDED', 'ROLLED_BACK', 'REFUSED', 'NOT_REQUIRED', 'CANCELLED')""")
                .bind("migration", run.migration().value())
                .bind("run", run.id().value())
                .map(RUN)
                .findOne()
                .map(other -> new Answer.OtherRun(run, other));
    }

    /** The worker hears of it at once from the notification, which is sent when this is committed. */
    private Optional<Answer> wish(Wish wish) {
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

    /** Nobody could carry it out: it would wait for a worker that may never come. */
    private boolean hasChanged() {
        boolean registered = handle.createQuery("SELECT checksum = :checksum FROM migration WHERE id = :migration")
                .bind("checksum", run.checksum().value())
                .bind("migration", run.migration().value())
                .mapTo(Boolean.class)
                .one();
        return !registered
                && !ShippedTable.read(handle, deadAfter)
                        .of(run.migration())
                        .versions()
                        .contains(run.checksum());
    }

    /** Back to the queue, with a clean sheet; a paused run has kept the slot. */
    private Optional<Answer> queue(Direction direction, Optional<Loss> loss, String kind) {
        if (hasChanged()) {
            return Optional.of(new Answer.OtherDefinition(run));
        }
        Optional<Answer> cleaning = cleaning();
        if (cleaning.isPresent()) {
            return cleaning;
        }
        Optional<Run> queued = handle.createQuery("""
                        UPDATE run
                           SET state = 'QUEUED', direction = :direction, dispatch = dispatch + 1,
                               sequence = sequence + 1, wish = 'RUN', crashes = 0, not_before = NULL, reason = NULL,
                               loss = :loss, progress = CASE WHEN direction = :direction THEN progress ELSE '{}' END,
                               changed_at = now(), finished_at = NULL
                         WHERE id = :run AND state = :state AND epoch = :epoch AND dispatch = :dispatch
                        RETURNING *""")
                .bind("direction", direction.name())
                .bind("loss", loss.map(Loss::name).orElse(null))
                .bind("run", run.id().value())
                .bind("state", run.state().name())
                .bind("epoch", run.epoch().value())
                .bind("dispatch", run.dispatch())
                .map(RUN)
                .findOne();
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
    private Optional<Answer> stand(RunState state, String kind) {
        Optional<Run> standing = handle.createQuery("""
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
                .bind("over", state.hasStopped())
                .bind("run", run.id().value())
                .bind("state", run.state().name())
                .bind("epoch", run.epoch().value())
                .bind("dispatch", run.dispatch())
                .map(RUN)
                .findOne();
        standing.ifPresent(now -> {
            tell(now, kind);
            if (state.hasStopped()) {
                OutboxTable.wakeTheNext(handle);
            }
        });
        return standing.map(Answer.Done::new);
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
