package io.longhaul.common.report;

import io.longhaul.common.config.Durations;
import io.longhaul.common.plan.PlannedOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operation of a plan.
 *
 * @param index from 1
 * @param name as people call it
 * @param engine where it runs: {@code CLICKHOUSE}, {@code POSTGRES}, {@code JAVA} or {@code BUILT_IN}
 * @param statement as it is sent, but for {@code {staging}}; what a built-in one means, in words
 * @param parameters bound in statement, rollback and done, by name
 * @param rollback of this and the operations of the same name that follow; on the first of them only
 * @param done says whether the effect is there; on the last of a name only
 * @param onCrash what becomes of the run when its worker dies in it: {@code RESUME}, {@code ROLLBACK} or {@code ASK}
 * @param irreversible it cannot be taken back
 * @param timeout after which the statement is killed, such as {@code 2h}
 * @param rows that it is expected to write; absent where nobody can say, 0 where it writes none
 * @param bytes that these rows will take on disk; absent where nobody can say
 * @param rebuild what becomes of a table; absent where it rebuilds none, or nobody looked
 */
public record OperationReport(
        int index,
        String name,
        String engine,
        String statement,
        Map<String, String> parameters,
        List<String> rollback,
        Optional<String> done,
        String onCrash,
        boolean irreversible,
        Optional<String> timeout,
        Optional<Long> rows,
        Optional<Long> bytes,
        Optional<RebuildReport> rebuild) {

    public OperationReport {
        parameters = Map.copyOf(parameters);
        rollback = List.copyOf(rollback);
    }

    /** As planned; {@code rows} and {@code bytes} as they are expected, and what was found out about a rebuild. */
    public static OperationReport of(
            PlannedOperation planned, Optional<Long> rows, Optional<Long> bytes, Optional<RebuildReport> rebuild) {
        return new OperationReport(
                planned.index(),
                planned.name(),
                planned.engine().name(),
                planned.statementInWords(),
                planned.parameters(),
                planned.rollbackInWords(),
                planned.done(),
                planned.crashRule().name(),
                planned.irreversible(),
                planned.handling().timeout().map(Durations::text),
                rows,
                bytes,
                rebuild);
    }

    /** As planned, with the rows that the plan knows. */
    public static OperationReport of(PlannedOperation planned) {
        return of(
                planned,
                planned.rows() > 0 ? Optional.of(planned.rows()) : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
