package io.longhaul.worker.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What keeps rows of a table from our user without a word: row policies, filters and limits of its profile. Such rows
 * would be missing on both sides of every comparison, and then in the table that people read.
 */
final class HiddenRows {

    /** Of our user, for a question that is asked anyway: who it is, and its settings that end a result early. */
    static final String OF_USER = """
            currentUser() AS me,
                   (SELECT arrayStringConcat(groupArray(concat(name, ' = ', value)), ', ') FROM system.settings
                     WHERE name IN ('limit', 'offset', 'additional_result_filter') AND value NOT IN ('', '0')
                        OR match(name, '_overflow_mode(_leaf)?$') AND value NOT IN ('', 'throw')) AS cut""";

    /** Not everybody may read system.row_policies; a count that needs no row says that there is no filter at all. */
    private static final String COUNTED =
            "EXPLAIN SELECT count() FROM {table:Identifier} SETTINGS final = 0, optimize_trivial_count_query = 1";

    private static final String WITHOUT_READING = "trivial count";

    private static final String PARTS = """
            SELECT name, rows FROM system.parts
             WHERE active AND rows > 0 AND NOT startsWith(partition_id, 'patch-')
               AND database = currentDatabase() AND table = {table:String}""";

    /** With rows that are deleted and still there, as they count among the rows of a part. */
    private static final String SEEN = """
            SELECT _part AS name, count() AS rows FROM {table:Identifier} GROUP BY name
            SETTINGS final = 0, apply_deleted_mask = 0""";

    private HiddenRows() {}

    /** What is wrong, in sentences. Reads the table where something may be. */
    static List<String> of(TableFacts.Reader reader, String table) throws InterruptedException {
        return of(reader, table, reader.rows("SELECT " + OF_USER, Map.of()).get(0));
    }

    /** The same, when {@link #OF_USER} was asked already. */
    static List<String> of(TableFacts.Reader reader, String table, Map<String, String> user)
            throws InterruptedException {
        List<String> sentences = new ArrayList<>();
        String me = TableFacts.text(user, "me");
        String cut = TableFacts.text(user, "cut");
        if (!cut.isEmpty()) {
            sentences.add("the profile of user %s ends results early without an error, and rows of %s would be lost: %s"
                    .formatted(me, table, cut));
        }
        long hidden = isAnyFiltered(reader, table) ? hidden(reader, table) : 0;
        if (hidden > 0) {
            sentences.add(
                    "%d rows of %s are hidden from user %s by a row policy or a filter of its profile, and would be lost; let it see all: CREATE ROW POLICY longhaul ON %s USING 1 TO %s, and no restrictive one"
                            .formatted(hidden, table, me, table, me));
        }
        return sentences;
    }

    private static boolean isAnyFiltered(TableFacts.Reader reader, String table) throws InterruptedException {
        return reader.rows(COUNTED, Map.of("table", table)).stream()
                .flatMap(row -> row.values().stream())
                .noneMatch(line -> line.contains(WITHOUT_READING));
    }

    /** Part by part, as some are merged meanwhile and others come. */
    private static long hidden(TableFacts.Reader reader, String table) throws InterruptedException {
        Map<String, Long> before = rows(reader, PARTS, table);
        Map<String, Long> seen = rows(reader, SEEN, table);
        return rows(reader, PARTS, table).entrySet().stream()
                .filter(part -> before.containsKey(part.getKey()))
                .mapToLong(part -> Math.max(0, part.getValue() - seen.getOrDefault(part.getKey(), 0L)))
                .sum();
    }

    private static Map<String, Long> rows(TableFacts.Reader reader, String query, String table)
            throws InterruptedException {
        return reader.rows(query, Map.of("table", table)).stream()
                .collect(Collectors.toMap(row -> TableFacts.text(row, "name"), row -> Part.number(row, "rows")));
    }
}
