package io.longhaul.worker.target.java;

import io.longhaul.common.migration.WorkFailed;
import io.longhaul.common.run.Failure;

/** A statement or question of the function failed, for this reason. */
final class StatementFailed extends WorkFailed {

    private final transient Failure failure;

    StatementFailed(Failure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
