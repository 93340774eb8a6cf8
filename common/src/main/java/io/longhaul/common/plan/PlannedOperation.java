package io.longhaul.common.plan;

import io.longhaul.common.migration.CrashRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One statement of a plan. A list of statements in a definition becomes as many of these, which share a name.
 *
 * @param index place in the plan, from 1
 * @param name what people call it, parameters filled in
 * @param statement for ClickHouse; may hold {@code {staging}}, whose value depends on the epoch
 * @param parameters bound to {@code {name:Type}} in the statement, in the rollback and in {@code done}
 * @param rollback of this and of the operations of the same name that follow it; on the first of them only
 * @param done says whether this and the operations of the same name before it have had their effect; on the last only
 * @param rows that the statement is expected to write; 0 when unknown or when it writes none
 * @param crashRule what becomes of the run when its worker dies in it
 * @param irreversible it cannot be taken back
 */
public record PlannedOperation(
        int index,
        String name,
        String statement,
        Map<String, String> parameters,
        List<String> rollback,
        Optional<String> done,
        long rows,
        CrashRule crashRule,
        boolean irreversible) {

    public PlannedOperation {
        parameters = Map.copyOf(parameters);
        rollback = List.copyOf(rollback);
    }

    /** One that goes on after a crash and can be taken back. */
    public PlannedOperation(
            int index,
            String name,
            String statement,
            Map<String, String> parameters,
            List<String> rollback,
            Optional<String> done,
            long rows) {
        this(index, name, statement, parameters, rollback, done, rows, CrashRule.RESUME, false);
    }
}
