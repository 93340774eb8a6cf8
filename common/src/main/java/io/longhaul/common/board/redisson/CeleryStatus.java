package io.longhaul.common.board.redisson;

import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.RunState;

/** The word that Celery's tools show for a task. PAUSED and ROLLING_BACK are our own, which Celery allows. */
enum CeleryStatus {
    PENDING,
    STARTED,
    PAUSED,
    ROLLING_BACK,
    RETRY,
    SUCCESS,
    FAILURE,
    REVOKED;

    static CeleryStatus of(RunState state, Epoch epoch) {
        return switch (state) {
            case QUEUED -> epoch.value() == 0 ? PENDING : RETRY; // a worker has had it before
            case STARTING, RUNNING -> STARTED;
            case PAUSED -> PAUSED;
            case ROLLING_BACK -> ROLLING_BACK;
            case SUCCEEDED, NOT_REQUIRED -> SUCCESS;
            case FAILED, ROLLBACK_FAILED, REFUSED, ROLLED_BACK -> FAILURE;
            case CANCELLED -> REVOKED;
        };
    }

    /** Celery thinks that nothing more will happen. */
    boolean isReady() {
        return this == SUCCESS || this == FAILURE || this == REVOKED;
    }

    /** Celery makes an exception of the result and fails where it finds none. */
    boolean hasException() {
        return this == FAILURE || this == RETRY || this == REVOKED;
    }
}
