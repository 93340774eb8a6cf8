package io.longhaul.worker.rebuild;

import io.longhaul.common.definition.sql.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a table is declared, in the server's words: two of these say what somebody has altered between.
 *
 * @param server the version that says so: another may put the same in other words
 * @param columns their declarations by name, in quotes as it is written, in order
 * @param others indexes, projections and constraints
 * @param clauses keys, TTL, comment, and settings but those that a rebuild switches itself
 */
record Declared(String server, Map<String, String> columns, Set<String> others, String clauses) {

    private static final Pattern COLUMN = Pattern.compile("(`(?:[^`\\\\]|\\\\.)*`)\\s.*", Pattern.DOTALL);

    Declared {
        columns = new LinkedHashMap<>(columns);
        others = new TreeSet<>(others);
    }

    /** Of those of these tables that are there, by name. */
    static Map<String, Declared> of(Sender sender, String... tables) throws InterruptedException {
        Map<String, Declared> declared = new TreeMap<>();
        for (Map<String, String> row : sender.rows("""
                SELECT name, version() AS server, create_table_query, engine_full, comment FROM system.tables
                 WHERE database = currentDatabase() AND name IN (%s)""".formatted(Literal.list(List.of(tables))), Map.of())) {
            declared.put(
                    TableFacts.text(row, "name"),
                    read(
                            TableFacts.text(row, "server"),
                            TableFacts.text(row, "create_table_query"),
                            TableFacts.text(row, "engine_full"),
                            TableFacts.text(row, "comment")));
        }
        return declared;
    }

    static Declared read(String server, String createTableQuery, String engineFull, String comment) {
        Map<String, String> columns = new LinkedHashMap<>();
        Set<String> others = new TreeSet<>();
        for (String element : elements(createTableQuery)) {
            Matcher column = COLUMN.matcher(element);
            if (column.matches()) {
                columns.put(column.group(1), element);
            } else {
                others.add(element);
            }
        }
        EngineClauses clauses = EngineClauses.read(engineFull);
        Map<String, String> settings = new TreeMap<>(clauses.settings());
        settings.keySet().removeAll(Watermark.settingsOfNew(true).keySet());
        return new Declared(
                server, columns, others, clauses.withOnly(settings).text() + " COMMENT " + Literal.text(comment));
    }

    /** What stands in the first parentheses, which come before the engine. */
    private static List<String> elements(String createTableQuery) {
        int engine = SqlText.of(createTableQuery).outside().indexOf(" ENGINE = ");
        String head = createTableQuery.substring(0, engine < 0 ? createTableQuery.length() : engine);
        int open = SqlText.of(head).code().indexOf('(');
        int close = head.lastIndexOf(')');
        return open < 0 || close < open ? List.of() : EngineClauses.elements(head.substring(open + 1, close));
    }

    /**
     * What is there now and was not, or the other way round, in sentences; new columns do not count, and to another
     * version of the server only columns that are gone.
     */
    List<String> differences(Declared now) {
        List<String> differences = new ArrayList<>();
        if (!server.equals(now.server)) {
            columns.keySet().stream()
                    .filter(name -> !now.columns.containsKey(name))
                    .forEach(name -> differences.add("column %s is gone".formatted(name)));
            return differences;
        }
        columns.forEach((name, declaration) -> {
            if (!now.columns.containsKey(name)) {
                differences.add("column %s is gone".formatted(name));
            } else if (!Objects.equals(now.columns.get(name), declaration)) {
                differences.add("column %s is %s".formatted(declaration, now.columns.get(name)));
            }
        });
        now.others.stream()
                .filter(other -> !others.contains(other))
                .forEach(other -> differences.add(other + " is new"));
        others.stream()
                .filter(other -> !now.others.contains(other))
                .forEach(other -> differences.add(other + " is gone"));
        if (!clauses.equals(now.clauses)) {
            differences.add("%s is %s".formatted(clauses, now.clauses));
        }
        return differences;
    }

    /**
     * What is to follow {@code ALTER TABLE} so that another table gets the columns that it has not, in their places.
     */
    String additions(Declared other, Set<String> except) {
        List<String> additions = new ArrayList<>();
        String place = "FIRST";
        for (Map.Entry<String, String> column : columns.entrySet()) {
            boolean isThere = other.columns.containsKey(column.getKey());
            if (!isThere && except.contains(column.getKey())) {
                continue;
            }
            if (!isThere) {
                additions.add("ADD COLUMN IF NOT EXISTS %s %s".formatted(column.getValue(), place));
            }
            place = "AFTER " + column.getKey();
        }
        return additions.stream().collect(Collectors.joining(", "));
    }
}
