package io.longhaul.worker.rebuild;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of the target database, as ClickHouse describes it.
 *
 * @param name by which it is found now
 * @param uuid which stays with its data whatever it is called
 * @param engine without its arguments
 * @param clauses of its definition
 * @param partitionKey in ClickHouse's own words, as are the keys that follow
 * @param columns in order
 * @param rows in it, about
 * @param bytes on disk
 */
record TableFacts(
        String name,
        String uuid,
        String engine,
        EngineClauses clauses,
        String partitionKey,
        String sortingKey,
        String primaryKey,
        List<Column> columns,
        long rows,
        long bytes) {

    TableFacts {
        columns = List.copyOf(columns);
    }

    /** Reads what there is of a table. */
    interface Reader {
        List<Map<String, String>> rows(String query, Map<String, String> parameters) throws InterruptedException;
    }

    /** Absent where there is no such table. */
    static Optional<TableFacts> find(Reader reader, String name) throws InterruptedException {
        // One question: a rebuild asks it at each of its steps.
        List<Map<String, String>> found = reader.rows("""
                SELECT toString(t.uuid) AS uuid, t.engine AS engine, t.engine_full AS engine_full,
                       t.partition_key AS partition_key, t.sorting_key AS sorting_key, t.primary_key AS primary_key,
                       toUInt64(ifNull(t.total_rows, 0)) AS rows, toUInt64(ifNull(t.total_bytes, 0)) AS bytes,
                       c.name AS column_name, c.type AS type, c.default_kind AS default_kind
                  FROM (SELECT * FROM system.tables
                         WHERE database = currentDatabase() AND name = {table:String}) AS t
                  LEFT JOIN (SELECT table, name, type, default_kind, position FROM system.columns
                              WHERE database = currentDatabase() AND table = {table:String}) AS c ON c.table = t.name
                 ORDER BY c.position""", Map.of("table", name));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Column> columns = found.stream()
                .map(row -> new Column(text(row, "column_name"), text(row, "type"), text(row, "default_kind")))
                .toList();
        Map<String, String> row = found.get(0);
        return Optional.of(new TableFacts(
                name,
                text(row, "uuid"),
                text(row, "engine"),
                EngineClauses.read(text(row, "engine_full")),
                text(row, "partition_key"),
                text(row, "sorting_key"),
                text(row, "primary_key"),
                columns,
                Long.parseLong(text(row, "rows")),
                Long.parseLong(text(row, "bytes"))));
    }

    static String text(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    /** Whether it is of the family that has parts. */
    boolean isMergeTree() {
        return engine.endsWith("MergeTree");
    }

    /** Whether rows of the one can be parts of the other as they are. */
    boolean hasKeysOf(TableFacts other) {
        return partitionKey.equals(other.partitionKey)
                && sortingKey.equals(other.sortingKey)
                && primaryKey.equals(other.primaryKey)
                && clauses.sampleBy().equals(other.clauses.sampleBy());
    }
}
