package io.longhaul.worker.rebuild;

import java.util.List;
import java.util.Map;

/** Columns whose values are other ones at each reading: nobody could hold two tables against each other by them. */
final class Unrepeatable {

    /** How many columns of {@code {table:String}} may be such: a question that costs nothing. */
    static final String SUSPECTS = "SELECT count() FROM system.columns WHERE " + suspects();

    /** A default is evaluated for the rows of parts that are older than the column. */
    private static final String CERTAIN = """
            SELECT name, default_kind, default_expression FROM system.columns
             WHERE %s
               AND (default_kind = 'MATERIALIZED'
                    OR (SELECT count() FROM system.parts
                         WHERE active AND database = currentDatabase() AND table = {table:String}) > 0
                   AND name NOT IN (
                       SELECT column FROM system.parts_columns
                        WHERE active AND database = currentDatabase() AND table = {table:String}
                        GROUP BY column
                       HAVING count() = (SELECT count() FROM system.parts
                                          WHERE active AND database = currentDatabase() AND table = {table:String})))
             ORDER BY position""".formatted(suspects());

    private Unrepeatable() {}

    private static String suspects() {
        return """
                database = currentDatabase() AND table = {table:String} AND default_kind IN ('MATERIALIZED', 'DEFAULT')
                AND match(default_expression, '(?i)\\\\b(now|now64|today|yesterday|rand\\\\w*|generate\\\\w*|currentUser|hostName|serverUUID)\\\\(')""";
    }

    /** What is wrong with each, in sentences. */
    static List<String> of(TableFacts.Reader reader, String table) throws InterruptedException {
        return reader.rows(CERTAIN, Map.of("table", table)).stream()
                .map(row -> sentence(row, table))
                .toList();
    }

    private static String sentence(Map<String, String> row, String table) {
        String name = TableFacts.text(row, "name");
        String kind = TableFacts.text(row, "default_kind");
        String column = "column %s %s %s".formatted(name, kind, TableFacts.text(row, "default_expression"));
        return kind.equals("MATERIALIZED")
                ? "%s: its values would be other ones in the new table of %s".formatted(column, table)
                : "%s: rows of %s that are older than the column have another value at each reading; run ALTER TABLE %s MATERIALIZE COLUMN %s first"
                        .formatted(column, table, table, name);
    }
}
