package io.longhaul.common.plan;

import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One statement of a plan. A list of statements in a definition becomes as many of these, which share a name.
 *
 * @param index place in the plan, from 1
 * @param name what people call it, parameters filled in
 * @param engine where statement, rollback and {@code done} run
 * @param statement may hold {@code {staging}}, whose value depends on the epoch
 * @param parameters bound to {@code {name:Type}} in the statement, in the rollback and in {@code done}
 * @param rollback of this and of the operations of the same name that follow it; on the first of them only
 * @param done says whether this and the operations of the same name before it have had their effect; on the last only
 * @param rows that the statement is expected to write; 0 when unknown or when it writes none
 * @param handling what is done when it does not simply succeed
 */
public record PlannedOperation(
        int index,
        String name,
        Engine engine,
        String statement,
        Map<String, String> parameters,
        List<String> rollback,
        Optional<String> done,
        long rows,
        Handling handling) {

    public PlannedOperation {
        parameters = Map.copyOf(parameters);
        rollback = List.copyOf(rollback);
    }

    /** What becomes of the run when its worker dies in it. */
    public CrashRule crashRule() {
        return handling.onCrash();
    }

    /** It cannot be taken back. */
    public boolean irreversible() {
        return handling.irreversible();
    }

    /** Each of its statements happens as a whole or not at all, and the database can be asked which. */
    public boolean isTransaction() {
        return engine == Engine.POSTGRES && !sql().runsAlone();
    }

    /** The statement as people read it. */
    public String statementInWords() {
        return BuiltIn.words(engine, statement);
    }

    /** The rollback as people read it. */
    public List<String> rollbackInWords() {
        return rollback.stream().map(back -> BuiltIn.words(engine, back)).toList();
    }

    /** Its text, in the words of its engine. */
    public SqlText sql() {
        return SqlText.of(engine, statement);
    }

    /** One on ClickHouse that goes on after a crash and can be taken back. */
    public PlannedOperation(
            int index,
            String name,
            String statement,
            Map<String, String> parameters,
            List<String> rollback,
            Optional<String> done,
            long rows) {
        this(
                index,
                name,
                Engine.CLICKHOUSE,
                statement,
                parameters,
                rollback,
                done,
                rows,
                Handling.of(CrashRule.RESUME));
    }
}
