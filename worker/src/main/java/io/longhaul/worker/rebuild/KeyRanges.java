package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts the rows of a partition by the first column of the primary key, where its parts are too large to be copied one
 * at a time. ClickHouse's own index says where; what lies between two values is read alone, by that index.
 */
final class KeyRanges {

    private final Sender sender;
    private final TableFacts table;

    KeyRanges(Sender sender, TableFacts table) {
        this.sender = sender;
        this.table = table;
    }

    /** Slices of so many rows each, about; the same one when its key does not tell its rows apart. */
    List<Slice> cut(Slice slice, long aim) throws InterruptedException {
        Optional<String> key = key();
        if (key.isEmpty() || slice.keys().isPresent() || slice.partitions().size() > 1 || slice.rows() <= 2 * aim) {
            return List.of(slice);
        }
        List<Map<String, String>> ranges = sender.rows(
                """
                SELECT toString(max(k)) AS value, any(toTypeName(k)) AS type, sum(r) AS rows
                  FROM (SELECT k, r, sum(r) OVER (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto
                          FROM (SELECT %s AS k, sum(rows_in_granule) AS r
                                  FROM mergeTreeIndex(currentDatabase(), %s)
                                 WHERE part_name IN (SELECT name FROM system.parts
                                                      WHERE active AND database = currentDatabase() AND table = {table:String}
                                                        AND partition_id = {partition:String}
                                                        AND max_block_number > %d AND min_block_number <= %d)
                                 GROUP BY k))
                 GROUP BY intDiv(upto - 1, %d) AS bucket ORDER BY bucket""".formatted(
                                sender.quoted(key.get()),
                                Literal.text(table.name()),
                                slice.after(),
                                slice.upTo(),
                                Math.max(1, aim)),
                Map.of("table", table.name(), "partition", slice.partitions().get(0)));
        return ranges.size() < 2 || !isOrdered(TableFacts.text(ranges.get(0), "type"))
                ? List.of(slice)
                : slices(slice, key.get(), ranges);
    }

    /** The first element of the primary key, which is what it is called in the index too. */
    private Optional<String> key() {
        String key = EngineClauses.first(table.primaryKey());
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    /** Of others a value may be on neither side of a bound, or its text may mean another one. */
    static boolean isOrdered(String type) {
        return type.matches("U?Int\\d+|Date(32)?|DateTime.*|String|UUID|LowCardinality\\(String\\)|FixedString.*");
    }

    private static List<Slice> slices(Slice slice, String key, List<Map<String, String>> ranges) {
        List<Slice> slices = new ArrayList<>();
        String above = "";
        for (int i = 0; i < ranges.size(); i++) {
            String bound = "CAST(%s, %s)"
                    .formatted(
                            Literal.text(TableFacts.text(ranges.get(i), "value")),
                            Literal.text(TableFacts.text(ranges.get(i), "type")));
            String below = i == ranges.size() - 1 ? "" : "%s <= %s".formatted(key, bound);
            String keys = above.isEmpty() || below.isEmpty() ? above + below : "%s AND %s".formatted(above, below);
            slices.add(new Slice(
                    slice.partitions(),
                    slice.after(),
                    slice.upTo(),
                    Optional.of(keys),
                    Part.number(ranges.get(i), "rows")));
            above = "%s > %s".formatted(key, bound);
        }
        return slices;
    }
}
