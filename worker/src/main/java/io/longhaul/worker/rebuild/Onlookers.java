package io.longhaul.worker.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Tables of engine {@code Merge} that would read our tables beside the one they are for: each row twice, for weeks. */
final class Onlookers {

    /** How many there may be: a question that costs nothing. */
    static final String SUSPECTS = "SELECT count() FROM system.tables WHERE engine = 'Merge'";

    private static final String ALL =
            "SELECT concat(database, '.', name) AS name, engine_full FROM system.tables WHERE engine = 'Merge' ORDER BY name";

    /** The database comes first, by its name or as {@code REGEXP(…)}; then the tables, always as an expression. */
    private static final Pattern LITERAL = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'", Pattern.DOTALL);

    private static final String SEES = """
            SELECT (if({regexp:UInt8} = 1, match(currentDatabase(), {database:String}),
                       currentDatabase() = {database:String})
                    AND arrayExists(table -> match(table, {tables:String}), splitByChar(' ', {ours:String}))) AS sees""";

    private Onlookers() {}

    /** What is wrong with each, in sentences. */
    static List<String> of(TableFacts.Reader reader, String table) throws InterruptedException {
        List<String> sentences = new ArrayList<>();
        for (Map<String, String> merge : reader.rows(ALL, Map.of())) {
            String engine = TableFacts.text(merge, "engine_full");
            List<String> literals = LITERAL.matcher(engine)
                    .results()
                    .map(found -> found.group(1).replaceAll("\\\\(.)", "$1"))
                    .toList();
            if (literals.size() >= 2 && sees(reader, table, engine, literals)) {
                sentences.add(
                        "table %s, %s, would read the tables that a rebuild of %s makes, and show rows twice; make it anew with a pattern that ends with $"
                                .formatted(TableFacts.text(merge, "name"), engine, table));
            }
        }
        return sentences;
    }

    private static boolean sees(TableFacts.Reader reader, String table, String engine, List<String> literals)
            throws InterruptedException {
        Map<String, String> row = reader.rows(
                        SEES,
                        Map.of(
                                "regexp", engine.contains("REGEXP(") ? "1" : "0",
                                "database", literals.get(0),
                                "tables", literals.get(1),
                                "ours", String.join(" ", Names.examples(table))))
                .get(0);
        return Part.number(row, "sees") > 0;
    }
}
