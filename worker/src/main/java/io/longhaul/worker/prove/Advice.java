package io.longhaul.worker.prove;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.RunState;

/** What an author can do about an operation that is not safe. */
final class Advice {

    private Advice() {}

    static String on(Phase phase, PlannedOperation operation, boolean hasDone, RunState due) {
        if (phase == Phase.ROLLBACK) {
            return "write its rollback so that it may be repeated: IF EXISTS, IF NOT EXISTS, TRUNCATE";
        }
        if (due == RunState.ROLLED_BACK) {
            return "write its rollback so that there may be all of it to take back, a half, or nothing: IF EXISTS, TRUNCATE";
        }
        String otherwise = operation.irreversible() ? "" : ", or let it go back after a crash (onCrash: rollback)";
        if (hasDone) {
            return "see that its 'done' answers 1 when all of the effect is there, and never else" + otherwise;
        }
        return operation.engine() == Engine.POSTGRES
                ? "give it a 'done', or write it so that it may be repeated (IF NOT EXISTS, ON CONFLICT)" + otherwise
                : "give it a 'done', copy through {staging}, or write it so that it may be repeated (IF NOT EXISTS)"
                        + otherwise;
    }
}
