package io.longhaul.common.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is to be different about a ClickHouse table. What is absent stays as it is.
 *
 * @param engine with its arguments, such as {@code ReplacingMergeTree(version)}
 * @param partitionBy the partition key
 * @param primaryKey the primary key, a beginning of the sorting key
 * @param orderBy the sorting key
 * @param settings of the table, by name; others stay as they are
 * @param columns in order
 */
public record TableShape(
        Optional<String> engine,
        Optional<String> partitionBy,
        Optional<String> primaryKey,
        Optional<String> orderBy,
        Map<String, String> settings,
        List<ColumnChange> columns) {

    public TableShape {
        settings = Map.copyOf(new TreeMap<>(settings));
        columns = List.copyOf(columns);
    }

    /** One that only has other keys or another engine. */
    public static TableShape of(Optional<String> engine, Optional<String> orderBy) {
        return new TableShape(engine, Optional.empty(), Optional.empty(), orderBy, Map.of(), List.of());
    }

    /** Whether it asks for nothing. */
    public boolean isEmpty() {
        return engine.isEmpty()
                && partitionBy.isEmpty()
                && primaryKey.isEmpty()
                && orderBy.isEmpty()
                && settings.isEmpty()
                && columns.isEmpty();
    }
}
