package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.ColumnChange.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What is copied, and how both sides are held against each other: the number of rows and the sum of their hashes, which
 * does not depend on their order and, unlike an exclusive or, sees a row that is there twice.
 */
final class Fingerprint {

    private final List<Column> old;
    private final Map<String, String> newTypes;
    private final UnaryOperator<String> quoted;

    /**
     * For a table whose columns change so.
     *
     * @param changes of its columns
     * @param fresh the new table's columns
     */
    Fingerprint(List<Column> old, List<Column> fresh, List<ColumnChange> changes, UnaryOperator<String> quoted) {
        Set<String> dropped = changes.stream()
                .filter(change -> change.kind() == Kind.DROP)
                .map(ColumnChange::name)
                .collect(Collectors.toSet());
        this.old = old.stream()
                .filter(column -> column.isStored() && !dropped.contains(column.name()))
                .toList();
        this.newTypes = fresh.stream().collect(Collectors.toMap(Column::name, Column::type));
        this.quoted = quoted;
    }

    /** The columns whose values are handed over; what reckons itself does so again. */
    String copied() {
        return old.stream()
                .filter(Column::isGiven)
                .map(column -> quoted.apply(column.name()))
                .collect(Collectors.joining(", "));
    }

    /** The query that answers {@code rows} and {@code checksum} of the old table's side. */
    String ofOld(String table, String where) {
        return query(hash(true), table, where);
    }

    /** The same of rows that have been copied. */
    String ofNew(String table, String where) {
        return query(hash(false), table, where);
    }

    private static String query(String hash, String table, String where) {
        return "SELECT count() AS rows, toString(sum(%s)) AS checksum FROM %s WHERE %s".formatted(hash, table, where);
    }

    /** Of a row, for a query that groups. */
    String hash(boolean convert) {
        String columns = old.stream().map(column -> value(column, convert)).collect(Collectors.joining(", "));
        boolean nulls = old.stream()
                .anyMatch(column -> column.mayBeNull()
                        || newTypes.getOrDefault(column.name(), "").contains("Nullable("));
        // A hash over a NULL is NULL; over a tuple that has one it is not.
        return nulls ? "cityHash64(tuple(%s))".formatted(columns) : "cityHash64(%s)".formatted(columns);
    }

    private String value(Column column, boolean convert) {
        String name = quoted.apply(column.name());
        String type = newTypes.getOrDefault(column.name(), column.type());
        String value = convert && !type.equals(column.type())
                ? "CAST(%s, '%s')".formatted(name, type.replace("\\", "\\\\").replace("'", "\\'"))
                : name;
        return new Column(column.name(), type, column.kind()).isOpaque() ? "toString(%s)".formatted(value) : value;
    }
}
