package io.longhaul.common.migration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is to be different about a ClickHouse table. What is absent stays as it is.
 *
 * @param engine with its arguments, such as {@code ReplacingMergeTree(version)}
 * @param partitionBy the partition key
 * @param primaryKey the primary key, a beginning of the sorting key
 * @param orderBy the sorting key
 * @param settings of the table, by name, values as SQL has them; others stay as they are
 * @param columns in order
 */
public record TableShape(
        Optional<String> engine,
        Optional<String> partitionBy,
        Optional<String> primaryKey,
        Optional<String> orderBy,
        Map<String, String> settings,
        List<ColumnChange> columns) {

    /** As it is: what is to be different is said by the methods that begin with {@code with}, one after another. */
    public static final TableShape SAME =
            new TableShape(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), List.of());

    public TableShape {
        // In the order of names, always: a plan has it as text.
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        columns = List.copyOf(columns);
        engine.filter(asked -> !MergeTreeFamily.has(asked)).ifPresent(asked -> {
            throw new IllegalArgumentException(
                    "the engine %s is none of %s".formatted(asked, String.join(", ", MergeTreeFamily.NAMES)));
        });
        Set<String> names = new HashSet<>();
        columns.stream().filter(change -> !names.add(change.name())).findFirst().ifPresent(twice -> {
            throw new IllegalArgumentException("the column %s is changed twice".formatted(twice.name()));
        });
    }

    /** One that only has other keys or another engine. */
    public static TableShape of(Optional<String> engine, Optional<String> orderBy) {
        return new TableShape(engine, Optional.empty(), Optional.empty(), orderBy, Map.of(), List.of());
    }

    /** The text of a key of these parts: none of them is {@code tuple()}, several are in parentheses. */
    public static String key(List<String> parts) {
        return switch (parts.size()) {
            case 0 -> "tuple()";
            case 1 -> parts.get(0);
            default -> "(%s)".formatted(String.join(", ", parts));
        };
    }

    /** With its arguments, such as {@code ReplacingMergeTree(version)}. */
    public TableShape withEngine(String other) {
        return new TableShape(Optional.of(other), partitionBy, primaryKey, orderBy, settings, columns);
    }

    /** Without parts, in one partition. */
    public TableShape withPartitionBy(String... parts) {
        return new TableShape(engine, Optional.of(key(List.of(parts))), primaryKey, orderBy, settings, columns);
    }

    /** A beginning of the sorting key. */
    public TableShape withPrimaryKey(String... parts) {
        return new TableShape(engine, partitionBy, Optional.of(key(List.of(parts))), orderBy, settings, columns);
    }

    /** Without parts, in no order. */
    public TableShape withOrderBy(String... parts) {
        return new TableShape(engine, partitionBy, primaryKey, Optional.of(key(List.of(parts))), settings, columns);
    }

    /** {@code value} is written as in SQL, text with its quotes. */
    public TableShape withSetting(String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return new TableShape(engine, partitionBy, primaryKey, orderBy, more, columns);
    }

    /** A new column, with type and default; rows that are there already get that. */
    public TableShape withColumn(String name, String declaration) {
        return with(new ColumnChange(ColumnChange.Kind.ADD, name, declaration));
    }

    /** Another type, and perhaps another default. */
    public TableShape withModified(String name, String declaration) {
        return with(new ColumnChange(ColumnChange.Kind.MODIFY, name, declaration));
    }

    /** Without this column. */
    public TableShape without(String name) {
        return with(new ColumnChange(ColumnChange.Kind.DROP, name, ""));
    }

    private TableShape with(ColumnChange change) {
        List<ColumnChange> more = new ArrayList<>(columns);
        more.add(change);
        return new TableShape(engine, partitionBy, primaryKey, orderBy, settings, more);
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
