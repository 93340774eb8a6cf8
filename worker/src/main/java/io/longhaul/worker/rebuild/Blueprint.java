package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.TableShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the new table is made. {@code CREATE TABLE … AS} takes over what nobody asked to change: columns with their
 * defaults, codecs and comments, indexes, projections and constraints.
 */
final class Blueprint {

    private final TableFacts old;
    private final TableShape shape;

    Blueprint(TableFacts old, TableShape shape) {
        this.old = old;
        this.shape = shape;
    }

    /** What is to follow {@code ENGINE =}. */
    EngineClauses clauses() {
        EngineClauses now = old.clauses();
        Map<String, String> settings = new LinkedHashMap<>(now.settings());
        settings.putAll(shape.settings());
        return new EngineClauses(
                shape.engine().orElse(now.engine()),
                shape.partitionBy().or(now::partitionBy),
                shape.primaryKey().or(() -> shape.orderBy().isPresent() ? Optional.empty() : now.primaryKey()),
                shape.orderBy().or(now::orderBy),
                now.sampleBy(),
                now.ttl(),
                settings);
    }

    /**
     * The statements that make it, in order.
     *
     * @param settings that it has besides as long as it is built
     */
    List<String> statements(Names names, Map<String, String> settings, Sender sender) {
        String table = sender.quoted(names.building());
        String clauses = clauses().withSettings(settings).text();
        if (shape.columns().isEmpty()) {
            return List.of("CREATE TABLE %s AS %s ENGINE = %s".formatted(table, sender.quoted(old.name()), clauses));
        }
        // A key may be of a new column: the columns must be there before the table.
        String columns = sender.quoted(names.columns());
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE %s AS %s ENGINE = MergeTree ORDER BY tuple()"
                .formatted(columns, sender.quoted(old.name())));
        for (ColumnChange change : shape.columns()) {
            statements.add("ALTER TABLE %s %s COLUMN %s %s"
                    .formatted(columns, change.kind(), sender.quoted(change.name()), change.declaration())
                    .strip());
        }
        statements.add("CREATE TABLE %s AS %s ENGINE = %s".formatted(table, columns, clauses));
        statements.add("DROP TABLE %s SYNC".formatted(columns));
        return statements;
    }
}
