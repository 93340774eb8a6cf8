package io.longhaul.worker.run;

import io.longhaul.common.board.Task;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Health;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Stall;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.Pulse;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this worker is doing right now, as its threads see it. Safe for use by many threads. */
final class RunInHand {

    private final Hold hold;
    private Run run;
    private Supplier<Progress> progress = () -> Progress.NONE;
    private @Nullable PlannedOperation operation;
    private @Nullable QueryId query;
    private Leaving ifLeftInAStatement;
    private @Nullable QueryId inFlight;
    private Optional<Stall> stall = Optional.empty();
    private Supplier<Optional<Health>> health = Optional::empty;

    RunInHand(Hold hold, Run run) {
        this.hold = hold;
        this.run = run;
        this.progress = run::progress;
        this.ifLeftInAStatement = new Leaving.Requeued(run.direction(), "its worker had to end", List.of());
    }

    Hold hold() {
        return hold;
    }

    synchronized Progress progress() {
        return progress.get();
    }

    synchronized void running(Supplier<Progress> meter) {
        progress = meter;
        run = run.in(RunState.RUNNING);
    }

    synchronized void rollingBack(Supplier<Progress> meter) {
        progress = meter;
        run = run.in(RunState.ROLLING_BACK);
    }

    synchronized void doing(PlannedOperation next, QueryId nextQuery) {
        operation = next;
        query = nextQuery;
        inFlight = nextQuery;
    }

    /** The statement in flight stands still, or gets on; a look that comes after its end changes nothing. */
    synchronized void stands(QueryId looked, Optional<Stall> found) {
        if (looked.equals(inFlight)) {
            stall = found;
        }
    }

    /** No statement is in flight. */
    synchronized void returned() {
        inFlight = null;
        stall = Optional.empty();
    }

    synchronized Optional<Stall> stall() {
        return stall;
    }

    /** Where to hear how its healthchecks stand. */
    synchronized void watchedBy(Supplier<Optional<Health>> found) {
        health = found;
    }

    synchronized Optional<Health> health() {
        return health.get();
    }

    /** What becomes of the run if the worker must end before the statement in flight does. */
    synchronized void ifLeftInAStatement(Leaving leaving) {
        ifLeftInAStatement = leaving;
    }

    synchronized Leaving ifLeftInAStatement() {
        return ifLeftInAStatement;
    }

    synchronized void alive(Pulse.Alive pulse) {
        run = run.afterBeat(pulse.wish(), pulse.sequence(), pulse.at(), progress.get());
    }

    /** What the board should show now. */
    synchronized Task task() {
        return new Task(
                run,
                Optional.ofNullable(operation).map(PlannedOperation::name),
                Optional.ofNullable(query),
                Optional.empty());
    }

    /** What the board should show at the end, from the run as the store has it. */
    synchronized Task ended(Run stored, Optional<Failure> failure) {
        return new Task(
                stored,
                Optional.ofNullable(operation).map(PlannedOperation::name),
                Optional.ofNullable(query),
                failure);
    }
}
