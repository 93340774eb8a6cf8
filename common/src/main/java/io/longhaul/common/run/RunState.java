package io.longhaul.common.run;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a run stands. What has been asked of it is another thing: {@link Wish}. */
public enum RunState {
    /** Waits for a worker: new, resumed, taken over from a dead worker, or handed over by one that ended. */
    QUEUED,
    /** A worker has claimed it and waits for the lock, or looks at the start checks. */
    STARTING,
    /** Operations are carried out. */
    RUNNING,
    /** Operations are taken back, in reverse order. */
    ROLLING_BACK,
    /** Stands still between two statements because somebody asked for it; keeps the slot. */
    PAUSED,
    /** Stopped with its work left in place; somebody decides how it goes on. */
    FAILED,
    /** Stopped while going back; goes on going back when somebody says so. */
    ROLLBACK_FAILED,
    /** All done and verified. */
    SUCCEEDED,
    /** All taken back. */
    ROLLED_BACK,
    /** A start check said no; nothing ran. */
    REFUSED,
    /** There is nothing to do here; counts as done. */
    NOT_REQUIRED,
    /** Stopped while queued, before anything began. */
    CANCELLED;

    /** The states that may follow this one, each edge with who takes it and when. */
    public Set<RunState> successors() {
        return switch (this) {
            case QUEUED ->
                EnumSet.of(
                        STARTING, // a worker claims it
                        PAUSED, // an admin pauses a run that waits to go on
                        FAILED, // an admin stops a run that waits to go on forward
                        ROLLBACK_FAILED, // an admin stops a run that waits to go on backward
                        CANCELLED); // an admin stops a run that never began
            case STARTING ->
                EnumSet.of(
                        RUNNING, // the worker has the lock, the checks passed, the plan is frozen
                        ROLLING_BACK, // the worker has the lock and the run goes backward
                        REFUSED, // the worker found a start check that says no or cannot be answered
                        NOT_REQUIRED, // the worker asked the migration whether it is required, and it is not
                        QUEUED, // the reaper takes it over, or the worker hands it over on its way out
                        PAUSED, // the worker saw that an admin asked for a pause
                        FAILED, // the worker saw that an admin asked for a stop; the reaper, where the rule is to ask
                        ROLLBACK_FAILED); // the reaper, when the attempts of a backward run are spent
            case RUNNING ->
                EnumSet.of(
                        SUCCEEDED, // the worker verified the last operation
                        FAILED, // the worker: an operation failed or a stop was asked for; the reaper: ask
                        PAUSED, // the worker, after the statement in flight
                        QUEUED); // the reaper's takeover, the worker's hand-over, or a failure that rolls back
            case ROLLING_BACK ->
                EnumSet.of(
                        ROLLED_BACK, // the worker took the last operation back
                        ROLLBACK_FAILED, // the worker: a rollback failed; the reaper: attempts spent
                        PAUSED, // the worker, after the statement in flight
                        QUEUED); // the reaper's takeover or the worker's hand-over
            case PAUSED ->
                EnumSet.of(
                        QUEUED, // an admin resumes it or rolls it back
                        FAILED, // an admin stops it on its way forward
                        ROLLBACK_FAILED); // an admin stops it on its way backward
            case FAILED ->
                EnumSet.of(
                        QUEUED, // an admin resumes it or rolls it back
                        SUCCEEDED); // an admin vouches that its migration is done
            case ROLLBACK_FAILED ->
                EnumSet.of(
                        QUEUED, // an admin lets the rollback go on
                        SUCCEEDED); // an admin vouches that its migration is done
            case SUCCEEDED ->
                EnumSet.of(
                        QUEUED, // an admin rolls a completed run back
                        ROLLED_BACK); // an admin takes back that somebody vouched for it; nothing was ever begun
            case ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED -> EnumSet.noneOf(RunState.class);
        };
    }

    public boolean canBecome(RunState next) {
        return successors().contains(next);
    }

    /** The states from which this one can be reached. */
    public Set<RunState> predecessors() {
        EnumSet<RunState> found = EnumSet.noneOf(RunState.class);
        for (RunState state : values()) {
            if (state.canBecome(this)) {
                found.add(state);
            }
        }
        return found;
    }

    /** A worker has it in hand. */
    public boolean isOwned() {
        return this == STARTING || this == RUNNING || this == ROLLING_BACK;
    }

    /** Nothing more happens to it by itself, and it needs no decision either. */
    public boolean isOver() {
        return switch (this) {
            case SUCCEEDED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED -> true;
            case QUEUED, STARTING, RUNNING, ROLLING_BACK, PAUSED, FAILED, ROLLBACK_FAILED -> false;
        };
    }

    /** Nothing more happens to it by itself: over, or waiting for somebody's decision after a failure. */
    public boolean hasStopped() {
        return isOver() || this == FAILED || this == ROLLBACK_FAILED;
    }

    /** The migration of a run in this state counts as done. */
    public boolean countsAsDone() {
        return this == SUCCEEDED || this == NOT_REQUIRED;
    }

    /** For people: {@code not required}, {@code rolling back}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
