package io.longhaul.worker.run;

import io.longhaul.common.migration.Healthcheck.OnFailure;
import io.longhaul.common.run.Failure;

/**
 * A healthcheck has failed.
 *
 * @param failure what is wrong
 * @param onFailure what becomes of the run
 */
record Ailment(Failure failure, OnFailure onFailure) {

    /**
     * Whether the statement in flight is not waited for.
     *
     * @param repeatable whether it may be sent again after it was killed; a pause must not cost more than time
     */
    boolean killsTheStatement(boolean repeatable) {
        return onFailure == OnFailure.FAIL || repeatable;
    }
}
