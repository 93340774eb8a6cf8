package io.longhaul.common.board.redisson;

import io.longhaul.common.board.Task;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import java.util.Optional;

/**
 * What Celery's tools raise or show for a task that did not go well.
 *
 * @param type name of the class; known ones become objects of their class, others are made up by the reader
 * @param module of the class
 * @param message one or more sentences
 */
record CeleryException(String type, String module, String message) {

    private static final String CELERYS = "celery.exceptions";
    private static final String OURS = "io.longhaul";

    /** The code of the failure with which the reaper takes a run from a worker that died. */
    private static final String WORKER_LOST = "worker-lost";

    static CeleryException of(Task task) {
        String message = task.failure().map(Failure::toString).orElseGet(() -> reason(task.run()));
        return switch (task.run().state()) {
            case QUEUED -> task.failure().isPresent() ? failed(task, message) : celerys("Retry", message);
            case FAILED -> task.failure().isPresent() ? failed(task, message) : ours("RunStopped", message);
            case ROLLBACK_FAILED -> ours("RollbackFailed", message);
            case REFUSED -> ours("Refused", message);
            case ROLLED_BACK -> ours("RolledBack", message);
            case CANCELLED -> celerys("TaskRevokedError", message);
            case STARTING, RUNNING, PAUSED, ROLLING_BACK, SUCCEEDED, NOT_REQUIRED ->
                throw new IllegalArgumentException(task.run().state() + " is no exception");
        };
    }

    private static CeleryException failed(Task task, String message) {
        Optional<String> code = task.failure().map(Failure::code);
        return code.equals(Optional.of(WORKER_LOST))
                ? celerys("WorkerLostError", message)
                : ours("OperationFailed", message);
    }

    private static String reason(Run run) {
        return run.reason()
                .orElse(
                        run.state() == RunState.QUEUED
                                ? "queued again"
                                : run.state().words());
    }

    private static CeleryException celerys(String type, String message) {
        return new CeleryException(type, CELERYS, message);
    }

    private static CeleryException ours(String type, String message) {
        return new CeleryException(type, OURS, message);
    }
}
