package io.longhaul.worker.prove;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;

/**
 * A statement of a plan.
 *
 * @param operation index in the plan
 * @param chunk 0 on the way forward, the number of a statement of the rollback on the way back
 */
record Point(int operation, int chunk) {

    boolean isOf(RunId run, QueryId query) {
        return query.value().startsWith("%s%d-%d-e".formatted(QueryId.prefix(run), operation, chunk));
    }

    /** Whether the statement clears what an earlier epoch left, and so belongs to no operation. */
    static boolean isClearing(RunId run, QueryId query) {
        return query.value().startsWith("%s0-".formatted(QueryId.prefix(run)));
    }
}
