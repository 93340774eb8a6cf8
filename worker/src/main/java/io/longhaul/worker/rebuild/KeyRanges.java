package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cuts the rows of a partition by the primary key, where its parts are too large to be copied one at a time.
 * ClickHouse's own index says where; what lies between two keys is read alone, by that index. As many columns of the
 * key are used as it takes: often the first has the same value in most rows.
 */
final class KeyRanges {

    /** Part, mark and rows stand before the key in what {@code mergeTreeIndex} answers. */
    private static final int OWN_COLUMNS = 3;

    private final TableFacts.Reader reader;
    private final UnaryOperator<String> quoted;
    private final TableFacts table;

    KeyRanges(TableFacts.Reader reader, UnaryOperator<String> quoted, TableFacts table) {
        this.reader = reader;
        this.quoted = quoted;
        this.table = table;
    }

    /**
     * Slices of so many rows each, about; the same one when its key does not tell its rows apart. One that was cut
     * before can be cut again.
     */
    List<Slice> cut(Slice slice, long aim) throws InterruptedException {
        if (slice.partitions().size() > 1 || slice.rows() <= 2 * aim) {
            return List.of(slice);
        }
        List<KeyColumn> key = key();
        String within = slice.keys().map(keys -> inIndex(keys, key)).orElse("1");
        List<Slice> slices = List.of(slice);
        for (int columns = 1; columns <= key.size() && isTooLarge(slices, aim); columns++) {
            slices = cut(slice, aim, key.subList(0, columns), within);
        }
        return slices;
    }

    private static boolean isTooLarge(List<Slice> slices, long aim) {
        return slices.stream().anyMatch(slice -> slice.rows() > 2 * aim);
    }

    /** {@code within}: what holds for the keys of the slice, in terms of the index. */
    private List<Slice> cut(Slice slice, long aim, List<KeyColumn> key, String within) throws InterruptedException {
        String columns =
                key.stream().map(column -> quoted.apply(column.inIndex())).collect(Collectors.joining(", "));
        String values = IntStream.rangeClosed(1, key.size())
                .mapToObj(i ->
                        "%s AS value_%d".formatted(key.get(i - 1).text("tupleElement(max(k), %d)".formatted(i)), i))
                .collect(Collectors.joining(", "));
        List<Map<String, String>> ranges = reader.rows(
                """
                SELECT %s, sum(r) AS rows
                  FROM (SELECT k, r, sum(r) OVER (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto
                          FROM (SELECT tuple(%s) AS k, sum(rows_in_granule) AS r
                                  FROM mergeTreeIndex(currentDatabase(), %s)
                                 WHERE part_name IN (SELECT name FROM system.parts
                                                      WHERE active AND database = currentDatabase() AND table = {table:String}
                                                        AND partition_id = {partition:String}
                                                        AND max_block_number > %d AND min_block_number <= %d)
                                   AND (%s)
                                 GROUP BY k))
                 GROUP BY intDiv(upto - 1, %d) AS bucket ORDER BY bucket""".formatted(
                                values,
                                columns,
                                Literal.text(table.name()),
                                slice.after(),
                                slice.upTo(),
                                within,
                                Math.max(1, aim)),
                Map.of("table", table.name(), "partition", slice.partitions().get(0)));
        return ranges.size() < 2 ? List.of(slice) : slices(slice, key, ranges);
    }

    /** The columns of the primary key up to the first by whose values rows cannot be cut. */
    private List<KeyColumn> key() throws InterruptedException {
        List<String> expressions = EngineClauses.elements(table.primaryKey());
        List<Map<String, String>> index = reader.rows(
                "DESCRIBE TABLE mergeTreeIndex(currentDatabase(), %s)".formatted(Literal.text(table.name())), Map.of());
        List<Map<String, String>> columns = index.subList(Math.min(OWN_COLUMNS, index.size()), index.size());
        List<KeyColumn> key = new ArrayList<>();
        for (int i = 0; i < expressions.size() && columns.size() == expressions.size(); i++) {
            String type = TableFacts.text(columns.get(i), "type");
            if (!isOrdered(type)) {
                break;
            }
            key.add(new KeyColumn("(%s)".formatted(expressions.get(i)), TableFacts.text(columns.get(i), "name"), type));
        }
        return key;
    }

    /** Of others a value may be on neither side of a bound, or its text may mean another one. */
    static boolean isOrdered(String type) {
        return type.matches("U?Int\\d+|Date(32)?|DateTime.*|String|UUID|LowCardinality\\(String\\)|FixedString.*");
    }

    private static List<Slice> slices(Slice slice, List<KeyColumn> key, List<Map<String, String>> ranges) {
        List<Slice> slices = new ArrayList<>();
        String above = "";
        for (int i = 0; i < ranges.size(); i++) {
            Map<String, String> range = ranges.get(i);
            List<String> bound = IntStream.range(0, key.size())
                    .mapToObj(column -> key.get(column).literal(TableFacts.text(range, "value_" + (column + 1))))
                    .toList();
            String below = i == ranges.size() - 1 ? "" : compared(key, bound, "<", "<=");
            String keys = above.isEmpty() || below.isEmpty() ? above + below : "%s AND %s".formatted(above, below);
            String all =
                    slice.keys().map(own -> "(%s) AND %s".formatted(own, keys)).orElse(keys);
            slices.add(new Slice(
                    slice.partitions(), slice.after(), slice.upTo(), Optional.of(all), Part.number(range, "rows")));
            above = compared(key, bound, ">", ">");
        }
        return slices;
    }

    /** A condition that was made here. All at once: what one column is called may be in the name of another. */
    private String inIndex(String keys, List<KeyColumn> key) {
        Map<String, String> names =
                key.stream().collect(Collectors.toMap(KeyColumn::expression, column -> quoted.apply(column.inIndex())));
        String any = names.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile(any).matcher(keys).replaceAll(name -> Matcher.quoteReplacement(names.get(name.group())));
    }

    /** Column by column, for the index is not asked about tuples that are compared. */
    private static String compared(List<KeyColumn> key, List<String> bound, String before, String last) {
        int deepest = key.size() - 1;
        String condition = "%s %s %s".formatted(key.get(deepest).expression(), last, bound.get(deepest));
        for (int column = deepest - 1; column >= 0; column--) {
            String name = key.get(column).expression();
            condition =
                    "(%1$s %2$s %3$s OR (%1$s = %3$s AND %4$s))".formatted(name, before, bound.get(column), condition);
        }
        return condition;
    }

    /**
     * An element of the key.
     *
     * @param expression in terms of the table, in parentheses
     * @param inIndex what it is called in the index
     * @param type of its values
     */
    private record KeyColumn(String expression, String inIndex, String type) {

        /** A value as text that says which it is: text may be any bytes, and an hour may be there twice. */
        String text(String value) {
            if (isText()) {
                return "hex(%s)".formatted(value);
            }
            return isTime() ? "toString(%s, 'UTC')".formatted(value) : "toString(%s)".formatted(value);
        }

        String literal(String text) {
            if (isText()) {
                return "CAST(unhex(%s), %s)".formatted(Literal.text(text), Literal.text(type));
            }
            return "CAST(%s, %s)".formatted(Literal.text(text), Literal.text(isTime() ? inUtc() : type));
        }

        private boolean isText() {
            return type.contains("String");
        }

        private boolean isTime() {
            return type.startsWith("DateTime");
        }

        private String inUtc() {
            Matcher precision = Pattern.compile("^DateTime64\\((\\d+)").matcher(type);
            return precision.find() ? "DateTime64(%s, 'UTC')".formatted(precision.group(1)) : "DateTime('UTC')";
        }
    }
}
