package io.longhaul.worker.prove;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.RunState;

/** What an author can do about an operation that is not safe. */
final class Advice {

    private Advice() {}

    static String on(Round round, PlannedOperation operation, boolean hasDone, RunState due) {
        if (operation.engine() == Engine.JAVA) {
            return inJava(round, due);
        }
        if (operation.engine() == Engine.BUILT_IN) {
            return "this is a mistake in Longhaul, not in the migration; please report it";
        }
        if (round.phase() == Phase.ROLLBACK) {
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

    private static String inJava(Round round, RunState due) {
        if (round.phase() == Phase.ROLLBACK) {
            return "let the function of its rollback look at the data for what is taken back already";
        }
        return due == RunState.ROLLED_BACK
                ? "let the function of its rollback take back all of it, a part, or nothing; and let pass what work throws"
                : "let the function look at the data for what is done already: between a statement and its checkpoint it may die";
    }
}
