package io.longhaul.worker.preview;

import io.longhaul.common.config.Durations;
import io.longhaul.common.definition.sql.KeyText;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.plan.BuiltIn;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.report.RebuildReport;
import io.longhaul.common.report.RebuildReport.Change;
import io.longhaul.worker.rebuild.RebuildSurvey;
import io.longhaul.worker.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds the tables that a plan rebuilds against what they are to be. Only reads. */
final class Reshaping {

    private static final Pattern CLAUSE =
            Pattern.compile("\\b(PARTITION BY|PRIMARY KEY|ORDER BY|SAMPLE BY|TTL|SETTINGS)\\b");

    private final Target clickHouse;

    Reshaping(Target clickHouse) {
        this.clickHouse = clickHouse;
    }

    /**
     * What becomes of the tables, by the index of the operation in the plan.
     *
     * @param surveys one for each rebuild of the plan; without one nothing is told of it
     */
    Map<Integer, RebuildReport> of(Plan plan, List<Optional<RebuildSurvey>> surveys) {
        Map<Integer, RebuildReport> reports = new HashMap<>();
        Iterator<Optional<RebuildSurvey>> next = surveys.iterator();
        for (PlannedOperation operation : plan.operations()) {
            if (operation.engine() == Engine.BUILT_IN && next.hasNext()) {
                Optional<RebuildSurvey> survey = next.next();
                BuiltIn.read(operation.statement())
                        .ifPresent(builtIn -> survey.map(found -> report(builtIn.rebuild(), found))
                                .ifPresent(report -> reports.put(operation.index(), report)));
            }
        }
        return reports;
    }

    private RebuildReport report(RebuildTable rebuild, RebuildSurvey survey) {
        return new RebuildReport(
                rebuild.table(),
                changes(rebuild),
                survey.linked(),
                survey.how(),
                survey.rows(),
                survey.bytes(),
                Durations.text(rebuild.keepOldTable()));
    }

    private List<Change> changes(RebuildTable rebuild) {
        Map<String, String> table = clickHouse.rows("""
                        SELECT engine_full, sorting_key, primary_key, partition_key FROM system.tables
                         WHERE database = currentDatabase() AND name = {table:String}""", Map.of("table", rebuild.table())).stream()
                .findFirst()
                .orElse(Map.of());
        TableShape shape = rebuild.shape();
        String clauses = table.getOrDefault("engine_full", "");
        List<Change> changes = new ArrayList<>();
        add(changes, "engine", engine(clauses), shape.engine());
        add(changes, "partition key", key(table, "partition_key"), shape.partitionBy());
        add(changes, "sorting key", key(table, "sorting_key"), shape.orderBy());
        add(changes, "primary key", key(table, "primary_key"), shape.primaryKey());
        shape.settings()
                .forEach((name, value) -> add(changes, "setting " + name, setting(clauses, name), Optional.of(value)));
        if (!shape.columns().isEmpty()) {
            Map<String, String> types = types(rebuild.table());
            for (ColumnChange change : shape.columns()) {
                String from = types.getOrDefault(change.name(), "");
                changes.add(new Change("column " + change.name(), from, change.declaration()));
            }
        }
        return changes;
    }

    private static void add(List<Change> changes, String what, String from, Optional<String> to) {
        to.filter(other -> !KeyText.normal(other).equals(KeyText.normal(from)))
                .ifPresent(other -> changes.add(new Change(what, from, other)));
    }

    private static String key(Map<String, String> table, String column) {
        return TableShape.key(KeyText.parts(table.getOrDefault(column, "")));
    }

    private static String engine(String clauses) {
        Matcher clause = CLAUSE.matcher(SqlText.of(clauses).outside());
        return clauses.substring(0, clause.find() ? clause.start() : clauses.length())
                .strip();
    }

    /** As the table has it, or as the server does for all tables that say nothing of it. */
    private String setting(String clauses, String name) {
        Matcher set = Pattern.compile("\\b%s = ('(?:[^'\\\\]|\\\\.)*'|[^,\\s]+)".formatted(Pattern.quote(name)))
                .matcher(clauses);
        return set.find()
                ? set.group(1)
                : clickHouse
                        .rows(
                                "SELECT value FROM system.merge_tree_settings WHERE name = {name:String}",
                                Map.of("name", name))
                        .stream()
                        .findFirst()
                        .map(row -> row.getOrDefault("value", ""))
                        .orElse("");
    }

    private Map<String, String> types(String table) {
        Map<String, String> types = new HashMap<>();
        clickHouse
                .rows("""
                        SELECT name, type FROM system.columns
                         WHERE database = currentDatabase() AND table = {table:String}""", Map.of("table", table))
                .forEach(row -> types.put(row.getOrDefault("name", ""), row.getOrDefault("type", "")));
        return types;
    }
}
