package io.longhaul.worker.target.clickhouse;

import io.longhaul.worker.target.Reckoning;
import io.longhaul.worker.target.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reckons with ClickHouse's {@code EXPLAIN ESTIMATE} and its figures of parts. */
public final class ClickHouseReckoning implements Reckoning {

    private final Target target;

    /** {@code target} is one that cannot change anything. */
    public ClickHouseReckoning(Target target) {
        this.target = target;
    }

    @Override
    public List<Share> estimate(String select, Map<String, String> parameters) {
        return target.rows("EXPLAIN ESTIMATE " + select, parameters).stream()
                .map(row -> new Share(
                        new Table(row.getOrDefault("database", ""), row.getOrDefault("table", "")),
                        Long.parseLong(row.getOrDefault("rows", "0"))))
                .toList();
    }

    @Override
    public Optional<Double> bytesPerRow(Table table) {
        return target.rows("""
                        SELECT sum(bytes_on_disk) / sum(rows) AS bytes FROM system.parts
                         WHERE active AND database = {database:String} AND table = {table:String} HAVING sum(rows) > 0""", Map.of("database", table.database(), "table", table.name())).stream()
                .findFirst()
                .map(row -> Double.parseDouble(row.getOrDefault("bytes", "0")));
    }

    /** {@code ignore} needs its arguments, so no column is left unread. */
    @Override
    public long read(String select, Map<String, String> parameters, long atMost) {
        Map<String, String> bound = new HashMap<>(parameters);
        bound.put("lh_at_most", Long.toString(atMost));
        String query = """
                SELECT count() AS n, sum(ignore(*)) AS read
                  FROM (SELECT * FROM (%s) LIMIT {lh_at_most:UInt64})""".formatted(select);
        return Long.parseLong(target.rows(query, bound).get(0).getOrDefault("n", "0"));
    }
}
