package io.longhaul.common.migration;

import java.util.List;
import java.util.Optional;

/**
 * Statements on a target, one after another; on PostgreSQL each is a transaction. In them {@code {name:Type}} is a
 * bound parameter whose value comes from {@code forEach} or from the run, and on ClickHouse {@code {staging}} is a
 * table name of this run and epoch alone, dropped when the run stops.
 *
 * @param name what people call it
 * @param engine where the statements, the rollback and {@code done} run
 * @param statements at least one
 * @param forEach a query, each row of which makes one operation of this one; its columns are the parameters. A column
 *     named {@code rows} says how many rows the operation will touch, for progress.
 * @param rollback what takes the statements back, in the order in which it runs
 * @param done a query that answers 1 when the effect of all statements is there; looked at after the last of them, and
 *     before repeating any that an earlier epoch may have sent
 * @param handling what is done when it does not simply succeed
 */
public record SqlOperation(
        String name,
        Engine engine,
        List<String> statements,
        Optional<Query> forEach,
        List<String> rollback,
        Optional<String> done,
        Handling handling)
        implements Operation {

    public SqlOperation {
        statements = List.copyOf(statements);
        rollback = List.copyOf(rollback);
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("operation '%s' has no statements".formatted(name));
        }
    }

    /** On ClickHouse, with the crash rule that fits. */
    public SqlOperation(
            String name,
            List<String> statements,
            Optional<Query> forEach,
            List<String> rollback,
            Optional<String> done) {
        this(name, Engine.CLICKHOUSE, statements, forEach, rollback, done, Handling.of(fitting(statements, done)));
    }

    /** On ClickHouse, handled so. */
    public SqlOperation(
            String name,
            List<String> statements,
            Optional<Query> forEach,
            List<String> rollback,
            Optional<String> done,
            Handling handling) {
        this(name, Engine.CLICKHOUSE, statements, forEach, rollback, done, handling);
    }

    /**
     * The crash rule of an operation whose author gave none: what is staged, or says when it is done, goes on after a
     * crash; anything else goes back, since nobody knows what half of it did.
     */
    public static CrashRule fitting(List<String> statements, Optional<String> done) {
        boolean staged = statements.stream().anyMatch(statement -> statement.contains("{staging}"));
        return staged || done.isPresent() ? CrashRule.RESUME : CrashRule.ROLLBACK;
    }
}
