package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.ColumnChange.Kind;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.run.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at a table before it is rebuilt: how that would be done, and everything that stands in the way. Only reads. */
final class Survey {

    /** The code of what keeps rows from us. */
    static final String HIDDEN = "hidden-rows";

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

    /** One question for all that is not the table itself: each takes milliseconds, and they add up. */
    private static final String SURROUNDINGS =
            """
            SELECT (SELECT engine FROM system.databases WHERE name = currentDatabase()) AS database_engine,
                   (%s) AS suspects,
                   (SELECT count() FROM system.mutations
                     WHERE NOT is_done AND database = currentDatabase() AND table = {table:String}) AS mutations,
                   (SELECT count() FROM system.parts
                     WHERE active AND startsWith(partition_id, 'patch-')
                       AND database = currentDatabase() AND table = {table:String}) AS patches,
                   (SELECT count() FROM system.merge_tree_settings
                     WHERE name = 'enable_block_number_column') AS can_number,
                   (%s) AS onlookers,
                   %s""".formatted(Unrepeatable.SUSPECTS, Onlookers.SUSPECTS, HiddenRows.OF_USER);

    private final RebuildTable what;
    private final TableFacts.Reader reader;
    private final Optional<TableFacts> table;
    private final boolean canNumber;
    private final List<Failure> problems = new ArrayList<>();

    private Survey(
            RebuildTable what,
            TableFacts.Reader reader,
            Optional<TableFacts> table,
            Map<String, String> surroundings,
            List<Failure> more) {
        this.what = what;
        this.reader = reader;
        this.table = table;
        this.canNumber = Part.number(surroundings, "can_number") > 0;
        table.ifPresentOrElse(
                found -> {
                    engine(found, TableFacts.text(surroundings, "database_engine"));
                    columns(found);
                    problems.addAll(more);
                    unsteady(found, Part.number(surroundings, "mutations"), Part.number(surroundings, "patches"));
                },
                () -> problem("no-table", "there is no table %s in the target database".formatted(what.table())));
    }

    /** Looks at everything but the keys. */
    static Survey of(RebuildTable what, TableFacts.Reader reader) throws InterruptedException {
        Optional<TableFacts> table = TableFacts.find(reader, what.table());
        Map<String, String> surroundings =
                reader.rows(SURROUNDINGS, Map.of("table", what.table())).get(0);
        List<Failure> more = new ArrayList<>();
        if (Part.number(surroundings, "suspects") > 0) {
            Unrepeatable.of(reader, what.table()).forEach(why -> more.add(failure("column", why)));
        }
        if (table.filter(TableFacts::isMergeTree).isPresent()) {
            HiddenRows.of(reader, what.table(), surroundings).forEach(why -> more.add(failure(HIDDEN, why)));
        }
        if (Part.number(surroundings, "onlookers") > 0) {
            Onlookers.of(reader, what.table()).forEach(why -> more.add(failure("onlooker", why)));
        }
        return new Survey(what, reader, table, surroundings, more);
    }

    /**
     * What a rebuild would be.
     *
     * @param table as it is
     * @param way how its rows would get into the new one
     * @param watermark by which old rows would be told from new ones
     * @param canNumber whether the server can keep block numbers in rows
     */
    record Plan(TableFacts table, Way way, Watermark watermark, boolean canNumber) {}

    /** Everything that stands in the way. */
    List<Failure> problems() {
        return List.copyOf(problems);
    }

    /** How it would be done; throws {@link Broken} with the first of what stands in the way. */
    Plan plan() throws InterruptedException {
        if (!problems.isEmpty()) {
            throw Broken.failed(problems.get(0));
        }
        TableFacts found = table.orElseThrow();
        Way way = Way.of(hasSameKeys(found), what.shape().columns().isEmpty(), hasSameParts());
        return new Plan(found, way, Watermark.of(found, way, canNumber), canNumber);
    }

    private void engine(TableFacts table, String database) {
        if (!table.isMergeTree()) {
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
        if (!database.equals("Atomic")) {
            problem(
                    "database",
                    "the target database is %s; tables can only be exchanged in one that is Atomic"
                            .formatted(database));
        }
    }

    private void columns(TableFacts table) {
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
    }

    private void unsteady(TableFacts table, long mutations, long patches) {
        if (mutations > 0) {
            problem(
                    "mutation",
                    "%s is being changed by %d mutation(s); wait until system.mutations says that they are done"
                            .formatted(table.name(), mutations));
        }
        if (patches > 0) {
            problem(
                    "mutation",
                    "%s has lightweight updates that are not merged yet; run OPTIMIZE TABLE %s FINAL first"
                            .formatted(table.name(), table.name()));
        }
        // What would be put back in the end is what is found: merges would stay off for ever.
        if (Watermark.hasSwitchedOff(table)) {
            problem(
                    "unfinished",
                    "an earlier rebuild of %s has not come to its end and keeps its merges off; resume its run or roll it back first"
                            .formatted(table.name()));
        }
    }

    /** ClickHouse writes both sides anew, so that spaces and capitals do not count. */
    private boolean hasSameKeys(TableFacts table) throws InterruptedException {
        EngineClauses next = new Blueprint(table, what.shape()).clauses();
        Map<String, String> row = reader.rows(
                        "SELECT %s AND %s AND %s AS same"
                                .formatted(same("sorting"), same("partition"), same("primary")),
                        Map.of(
                                "sorting_asked",
                                        EngineClauses.inner(next.orderBy().orElse("")),
                                "sorting_known", EngineClauses.inner(table.sortingKey()),
                                "partition_asked",
                                        EngineClauses.inner(next.partitionBy().orElse("")),
                                "partition_known", EngineClauses.inner(table.partitionKey()),
                                "primary_asked",
                                        EngineClauses.inner(next.primaryKey()
                                                .or(next::orderBy)
                                                .orElse("")),
                                "primary_known", EngineClauses.inner(table.primaryKey())))
                .get(0);
        return Part.number(row, "same") > 0;
    }

    private static String same(String key) {
        String normal = "formatQuerySingleLine(concat('SELECT tuple(', {%s:String}, ')'))";
        return "%s = %s".formatted(normal.formatted(key + "_asked"), normal.formatted(key + "_known"));
    }

    private boolean hasSameParts() {
        return what.shape().settings().keySet().stream()
                .noneMatch(name -> SHAPES_PARTS.stream().anyMatch(name::startsWith));
    }

    private void problem(String code, String sentence) {
        problems.add(failure(code, sentence));
    }

    private static Failure failure(String code, String sentence) {
        return new Failure("rebuild", code, sentence);
    }
}
