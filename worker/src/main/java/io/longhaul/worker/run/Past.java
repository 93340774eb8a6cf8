package io.longhaul.worker.run;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import java.util.List;
import java.util.Optional;

/**
 * What the journal tells of a run's earlier attempts.
 *
 * @param attempts oldest first
 */
record Past(List<Attempt> attempts) {

    Past {
        attempts = List.copyOf(attempts);
    }

    boolean isEmpty() {
        return attempts.isEmpty();
    }

    boolean isDone(PlannedOperation operation) {
        return isDone(operation.index(), 0, Direction.FORWARD);
    }

    boolean isDone(Group group) {
        return group.operations().stream().allMatch(this::isDone);
    }

    /** A statement of it may have been sent. */
    boolean isBegun(Group group) {
        return group.operations().stream()
                .anyMatch(operation -> attempts.stream()
                        .anyMatch(attempt ->
                                attempt.direction() == Direction.FORWARD && attempt.operation() == operation.index()));
    }

    /**
     * There may be something of it to take back. Of transactions only what is known to be done: of any other nothing is
     * there, and to take that back would be one too many. So it is with what a restore has undone.
     */
    boolean isToBeTakenBack(Group group) {
        return group.isTransactions() ? group.operations().stream().anyMatch(this::isDone) : kept().isBegun(group);
    }

    /** Without what is lost. */
    private Past kept() {
        return new Past(attempts.stream()
                .filter(attempt -> !attempt.result().equals(Optional.of(Attempt.Result.LOST)))
                .toList());
    }

    /** The attempts at its statements that failed. */
    List<Attempt> failed(Group group) {
        return group.operations().stream()
                .flatMap(operation -> failed(operation).stream())
                .toList();
    }

    /** The attempts at it that failed. */
    List<Attempt> failed(PlannedOperation operation) {
        return attempts.stream()
                .filter(attempt -> attempt.direction() == Direction.FORWARD && !attempt.isDone())
                .filter(attempt -> attempt.result().isPresent() && operation.index() == attempt.operation())
                .toList();
    }

    /** The statement of the rollback with this number, from 1, is done. */
    boolean isTakenBack(Group group, int number) {
        return isDone(group.first().index(), number, Direction.BACKWARD);
    }

    /** Attempts whose result nobody has stored. */
    List<Attempt> open() {
        return attempts.stream().filter(attempt -> attempt.result().isEmpty()).toList();
    }

    private boolean isDone(int operation, int chunk, Direction direction) {
        return attempts.stream()
                .anyMatch(attempt -> attempt.operation() == operation
                        && attempt.chunk() == chunk
                        && attempt.direction() == direction
                        && attempt.isDone());
    }
}
