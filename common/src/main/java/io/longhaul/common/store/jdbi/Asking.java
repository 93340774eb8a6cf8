package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Loss;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
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

    private final Run run;
    private final Obstacles obstacles;
    private final RunChange change;

    Asking(Handle handle, Run run, By by, Duration deadAfter) {
        this.run = run;
        this.obstacles = new Obstacles(handle, run, deadAfter);
        this.change = new RunChange(handle, run, by);
    }

    Optional<Answer> pause(boolean now) {
        return switch (run.state()) {
            case QUEUED ->
                isToEnd() || obstacles.mayHaveLeftAStatement() ? toPause(now) : change.stand(RunState.PAUSED, "paused");
            case STARTING, RUNNING, ROLLING_BACK -> toPause(now);
            case PAUSED -> Optional.of(new Answer.Done(run));
            case FAILED, ROLLBACK_FAILED, SUCCEEDED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED -> tooLate();
        };
    }

    private Optional<Answer> toPause(boolean now) {
        return switch (run.wish()) {
            case RUN, PAUSE -> change.wish(now ? Wish.PAUSE_NOW : run.wish() == Wish.RUN ? Wish.PAUSE : run.wish());
            case PAUSE_NOW -> Optional.of(new Answer.Asked(run));
            // Ending is more than standing still.
            case STOP, ROLL_BACK -> tooLate();
        };
    }

    Optional<Answer> resume(Optional<Loss> loss) {
        return switch (run.state()) {
            case PAUSED, FAILED -> queue(run.direction(), loss, "resumed");
            case ROLLBACK_FAILED -> queue(Direction.BACKWARD, loss, "resumed");
            case QUEUED, STARTING, RUNNING, ROLLING_BACK -> isToPause() ? change.wish(Wish.RUN) : tooLate();
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
            case QUEUED -> obstacles.mayHaveLeftAStatement() ? change.wish(Wish.STOP) : end();
            case PAUSED -> end();
            case STARTING, RUNNING, ROLLING_BACK -> change.wish(Wish.STOP);
            case FAILED, ROLLBACK_FAILED, SUCCEEDED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED -> tooLate();
        };
    }

    Optional<Answer> stopAndRollBack() {
        return switch (run.state()) {
            case QUEUED, PAUSED -> neverBegan() ? end() : back(Optional.empty());
            case STARTING, RUNNING ->
                run.direction() == Direction.FORWARD
                        ? obstacles.irreversible().or(() -> change.wish(Wish.ROLL_BACK))
                        : tooLate();
            case ROLLING_BACK, FAILED, ROLLBACK_FAILED, SUCCEEDED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED ->
                tooLate();
        };
    }

    Optional<Answer> rollBack(Optional<Loss> loss) {
        return switch (run.state()) {
            case PAUSED -> neverBegan() ? end() : back(loss);
            // One that began with somebody's word for it ends with the same.
            case SUCCEEDED -> neverBegan() ? change.stand(RunState.ROLLED_BACK, "mark taken back") : back(loss);
            case FAILED, ROLLBACK_FAILED -> back(loss);
            case QUEUED, STARTING, RUNNING, ROLLING_BACK, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED -> tooLate();
        };
    }

    /** Of one that has failed. */
    Optional<Answer> markDone() {
        return change.stand(RunState.SUCCEEDED, "marked done");
    }

    private boolean neverBegan() {
        return run.startedAt().isEmpty();
    }

    private Optional<Answer> tooLate() {
        return Optional.of(new Answer.TooLate(run));
    }

    private Optional<Answer> end() {
        if (neverBegan()) {
            return change.stand(RunState.CANCELLED, "cancelled");
        }
        return change.stand(
                run.direction() == Direction.FORWARD ? RunState.FAILED : RunState.ROLLBACK_FAILED, "stopped");
    }

    private Optional<Answer> back(Optional<Loss> loss) {
        if (run.direction() == Direction.BACKWARD) {
            // On its way back already; nothing is crossed that has not been crossed.
            return run.state() == RunState.QUEUED ? tooLate() : queue(Direction.BACKWARD, loss, "rollback asked");
        }
        return obstacles
                .irreversible()
                .or(obstacles::cleanedUp)
                .or(obstacles::otherRun)
                .or(() -> queue(Direction.BACKWARD, loss, "rollback asked"));
    }

    /** Back to the queue, unless nobody could carry it out, or it is being cleaned up after. */
    private Optional<Answer> queue(Direction direction, Optional<Loss> loss, String kind) {
        return obstacles.otherDefinition().or(obstacles::cleaning).or(() -> change.queue(direction, loss, kind));
    }
}
