package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.ColumnChange.Kind;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.run.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at a table before it is rebuilt: how that would be done, and everything that stands in the way. Only reads. */
final class Survey {

    /** How the names of settings begin that say how a part is written, or where. */
    private static final Set<String> SHAPES_PARTS = Set.of(
            "index_granularity",
            "min_bytes_for_",
            "min_rows_for_",
            "storage_policy",
            "disk",
            "default_compression_codec",
            "min_compress_block_size",
            "max_compress_block_size",
            "marks_",
            "primary_key_",
            "compact_parts_",
            "string_serialization",
            "ratio_of_defaults_for_sparse");

    private final RebuildTable what;
    private final TableFacts.Reader reader;
    private final List<Failure> problems = new ArrayList<>();

    Survey(RebuildTable what, TableFacts.Reader reader) {
        this.what = what;
        this.reader = reader;
    }

    /**
     * What a rebuild would be.
     *
     * @param table as it is
     * @param way how its rows would get into the new one
     * @param watermark by which old rows would be told from new ones
     */
    record Plan(TableFacts table, Way way, Watermark watermark) {}

    /** How it would be done; throws {@link Broken} with the first of what stands in the way. */
    Plan look() throws InterruptedException {
        List<Failure> found = problems();
        if (!found.isEmpty()) {
            throw Broken.failed(found.get(0));
        }
        TableFacts table = TableFacts.find(reader, what.table()).orElseThrow();
        Way way = Way.of(hasSameKeys(table), what.shape().columns().isEmpty(), hasSameParts());
        boolean canNumber = !reader.rows(
                        "SELECT name FROM system.merge_tree_settings WHERE name = 'enable_block_number_column'",
                        Map.of())
                .isEmpty();
        return new Plan(table, way, Watermark.of(table, way, canNumber));
    }

    /** Everything that stands in the way. */
    List<Failure> problems() throws InterruptedException {
        problems.clear();
        TableFacts table = TableFacts.find(reader, what.table()).orElse(null);
        if (table == null) {
            problem("no-table", "there is no table %s in the target database".formatted(what.table()));
            return problems;
        }
        engine(table);
        columns(table);
        unsteady(table);
        return List.copyOf(problems);
    }

    private void engine(TableFacts table) throws InterruptedException {
        if (!table.engine().endsWith("MergeTree")) {
            problem(
                    "engine",
                    "%s is a %s; only tables of the MergeTree family can be rebuilt"
                            .formatted(table.name(), table.engine()));
        } else if (table.engine().startsWith("Replicated") || table.engine().startsWith("Shared")) {
            problem(
                    "engine",
                    "%s is a %s; only tables of one server can be rebuilt so far"
                            .formatted(table.name(), table.engine()));
        }
        String database = TableFacts.text(
                reader.rows("SELECT engine FROM system.databases WHERE name = currentDatabase()", Map.of())
                        .get(0),
                "engine");
        if (!database.equals("Atomic")) {
            problem(
                    "database",
                    "the target database is %s; tables can only be exchanged in one that is Atomic"
                            .formatted(database));
        }
    }

    private void columns(TableFacts table) throws InterruptedException {
        Set<String> names = table.columns().stream().map(Column::name).collect(Collectors.toSet());
        for (ColumnChange change : what.shape().columns()) {
            boolean isThere = names.contains(change.name());
            if (isThere == (change.kind() == Kind.ADD)) {
                problem(
                        "column",
                        "column %s of %s is %s"
                                .formatted(change.name(), table.name(), isThere ? "there already" : "not there"));
            }
        }
        reader.rows("""
                        SELECT name, default_expression FROM system.columns
                         WHERE database = currentDatabase() AND table = {table:String} AND default_kind = 'MATERIALIZED'
                           AND match(default_expression, '(?i)\\\\b(now|now64|today|yesterday|rand\\\\w*|generate\\\\w*|currentUser|hostName|serverUUID)\\\\(')""", Map.of("table", what.table()))
                .forEach(row -> problem(
                        "column",
                        "column %s of %s is MATERIALIZED %s: its values would be other ones in the new table"
                                .formatted(
                                        TableFacts.text(row, "name"),
                                        table.name(),
                                        TableFacts.text(row, "default_expression"))));
    }

    private void unsteady(TableFacts table) throws InterruptedException {
        Map<String, String> row =
                reader.rows("""
                        SELECT (SELECT count() FROM system.mutations
                                 WHERE NOT is_done AND database = currentDatabase() AND table = {table:String}) AS mutations,
                               (SELECT count() FROM system.parts
                                 WHERE active AND startsWith(partition_id, 'patch-')
                                   AND database = currentDatabase() AND table = {table:String}) AS patches""", Map.of("table", what.table())).get(0);
        if (Part.number(row, "mutations") > 0) {
            problem(
                    "mutation",
                    "%s is being changed by %s mutation(s); wait until system.mutations says that they are done"
                            .formatted(table.name(), row.get("mutations")));
        }
        if (Part.number(row, "patches") > 0) {
            problem(
                    "mutation",
                    "%s has lightweight updates that are not merged yet; run OPTIMIZE TABLE %s FINAL first"
                            .formatted(table.name(), table.name()));
        }
    }

    /** ClickHouse writes both sides anew, so that spaces and capitals do not count. */
    private boolean hasSameKeys(TableFacts table) throws InterruptedException {
        EngineClauses next = new Blueprint(table, what.shape()).clauses();
        return same(next.orderBy().orElse(""), table.sortingKey())
                && same(next.partitionBy().orElse(""), table.partitionKey())
                && same(next.primaryKey().or(next::orderBy).orElse(""), table.primaryKey());
    }

    private boolean hasSameParts() {
        return what.shape().settings().keySet().stream()
                .noneMatch(name -> SHAPES_PARTS.stream().anyMatch(name::startsWith));
    }

    private boolean same(String asked, String known) throws InterruptedException {
        return normal(inner(asked)).equals(normal(known));
    }

    private String normal(String key) throws InterruptedException {
        return TableFacts.text(
                reader.rows(
                                "SELECT formatQuerySingleLine(concat('SELECT tuple(', {key:String}, ')')) AS text",
                                Map.of("key", key))
                        .get(0),
                "text");
    }

    /** Without {@code tuple( … )} or the parentheses around it all. */
    static String inner(String key) {
        String text = key.strip();
        if (text.startsWith("tuple(")) {
            text = text.substring("tuple".length());
        }
        if (!text.startsWith("(") || !text.endsWith(")")) {
            return key.strip();
        }
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            depth += text.charAt(at) == '(' ? 1 : 0;
            depth -= text.charAt(at) == ')' ? 1 : 0;
            if (depth == 0 && at < text.length() - 1) {
                return key.strip();
            }
        }
        return text.substring(1, text.length() - 1).strip();
    }

    private void problem(String code, String sentence) {
        problems.add(new Failure("rebuild", code, sentence));
    }
}
