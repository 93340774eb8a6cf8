package io.longhaul.common.migration;

import java.util.List;
import java.util.Optional;

/**
 * Statements on ClickHouse, one after another. In them {@code {name:Type}} is a bound parameter (ClickHouse's own
 * syntax) whose value comes from {@code forEach}, and {@code {staging}} is a table name of this run and epoch alone,
 * dropped when the run stops.
 *
 * @param name what people call it
 * @param statements at least one
 * @param forEach a query, each row of which makes one operation of this one; its columns are the parameters. A column
 *     named {@code rows} says how many rows the operation will touch, for progress.
 * @param rollback what takes the statements back, in the order in which it runs
 * @param done a query that answers 1 when the effect of all statements is there; looked at after the last of them, and
 *     before repeating any that an earlier epoch may have sent
 * @param onCrash what becomes of the run when its worker dies in this operation
 * @param irreversible it cannot be taken back; nothing crosses it backward by itself
 */
public record ClickHouseOperation(
        String name,
        List<String> statements,
        Optional<String> forEach,
        List<String> rollback,
        Optional<String> done,
        CrashRule onCrash,
        boolean irreversible)
        implements Operation {

    public ClickHouseOperation {
        statements = List.copyOf(statements);
        rollback = List.copyOf(rollback);
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("operation '%s' has no statements".formatted(name));
        }
    }

    /**
     * With the rule that fits: what is staged, or says when it is done, goes on after a crash; anything else goes back,
     * since nobody knows what half of it did.
     */
    public ClickHouseOperation(
            String name,
            List<String> statements,
            Optional<String> forEach,
            List<String> rollback,
            Optional<String> done) {
        this(name, statements, forEach, rollback, done, fitting(statements, done), false);
    }

    /** The crash rule of an operation whose author gave none. */
    public static CrashRule fitting(List<String> statements, Optional<String> done) {
        boolean staged = statements.stream().anyMatch(statement -> statement.contains("{staging}"));
        return staged || done.isPresent() ? CrashRule.RESUME : CrashRule.ROLLBACK;
    }
}
