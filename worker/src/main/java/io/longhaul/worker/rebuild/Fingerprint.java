package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.ColumnChange.Kind;
import java.util.ArrayList;
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

    /**
     * Of a row, for a query that groups. Each column has a multiplier of its own, so that values that change places are
     * seen, and the sum is mixed once more, so that values that change rows are. Hashing column by column is a third
     * cheaper than hashing rows (measured on 26.7): of a LowCardinality column only the dictionary is hashed, and whole
     * numbers need no hash for bytes.
     */
    String hash(boolean convert) {
        List<String> terms = new ArrayList<>();
        for (Column column : old) {
            terms.add("%s * %s".formatted(hash(column, convert), multiplier(terms.size())));
        }
        return "intHash64(%s)".formatted(String.join(" + ", terms));
    }

    /** Odd, and therefore without loss; the golden ratio spreads the bits (Knuth, TAOCP 3, 6.4). */
    private static String multiplier(int column) {
        return Long.toUnsignedString(0x9E3779B97F4A7C15L * (2L * column + 1));
    }

    private String hash(Column column, boolean convert) {
        String type = newTypes.getOrDefault(column.name(), column.type());
        Column now = new Column(column.name(), type, column.kind());
        String hash = hash(now.type()).formatted(value(column, now, convert));
        // A hash over a NULL is NULL, and so would be the row's.
        return column.mayBeNull() || now.mayBeNull() ? "ifNull(%s, 1)".formatted(hash) : hash;
    }

    /** No two whole numbers have the same {@code intHash64}, and of many at once it is the cheapest. */
    private static String hash(String type) {
        if (type.matches("U?Int(8|16|32|64)|Date(32)?|DateTime(\\(.*\\))?")) {
            return "intHash64(%s)";
        }
        return type.startsWith("DateTime64(") ? "intHash64(reinterpretAsUInt64(%s))" : "xxh3(%s)";
    }

    private String value(Column column, Column now, boolean convert) {
        String name = quoted.apply(column.name());
        String value = convert && !now.type().equals(column.type())
                ? "%s(%s, '%s')"
                        .formatted(
                                cast(column.type(), now.type()),
                                name,
                                now.type().replace("\\", "\\\\").replace("'", "\\'"))
                : name;
        return now.isOpaque() ? "toString(%s)".formatted(value) : value;
    }

    /**
     * What the database writes of a number that the new type cannot hold is another number, without a word, and a plain
     * cast would say the same of it. Who makes floats shorter wants fewer digits.
     */
    private static String cast(String from, String to) {
        return withoutWidths(from).equals(withoutWidths(to)) ? "CAST" : "accurateCast";
    }

    /** Types that differ in how long their floats are, or in what may be NULL, are the same. */
    private static String withoutWidths(String type) {
        return type.replaceAll("Float(32|64)", "Float").replaceAll("Nullable\\(|\\)", "");
    }
}
