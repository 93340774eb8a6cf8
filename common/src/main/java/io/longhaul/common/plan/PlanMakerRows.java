package io.longhaul.common.plan;

import io.longhaul.common.definition.sql.Placeholder;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.SqlOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether the rows of a {@code forEach} have what its operation needs. */
final class PlanMakerRows {

    /** The column that says how many rows an operation will write. */
    private static final String ROWS = "rows";

    /** 15 digits, so that the rows of a whole plan can be added. */
    private static final Pattern COUNT = Pattern.compile("\\d{1,15}");

    private final int number;
    private final SqlOperation operation;
    private final List<Map<String, String>> rows;
    private final Set<String> parameters;
    private final List<PlanMakerProblem> problems = new ArrayList<>();

    private PlanMakerRows(int number, SqlOperation operation, List<Map<String, String>> rows, Set<String> parameters) {
        this.parameters = parameters;
        this.number = number;
        this.operation = operation;
        this.rows = rows;
    }

    /** Each kind of problem once, with the first row that has it. */
    static List<PlanMakerProblem> check(
            int number, SqlOperation operation, List<Map<String, String>> rows, Set<String> parameters) {
        PlanMakerRows check = new PlanMakerRows(number, operation, rows, parameters);
        check.haveNoParameter();
        check.needed().forEach(check::haveColumn);
        check.haveCounts();
        check.differ();
        return check.problems;
    }

    /** How many rows the operation will write; 0 when its row does not say. */
    static long weight(Map<String, String> row) {
        return Long.parseLong(row.getOrDefault(ROWS, "0"));
    }

    /** Which of the two values would be meant, nobody could say. */
    private void haveNoParameter() {
        rows.stream()
                .flatMap(row -> row.keySet().stream())
                .filter(parameters::contains)
                .findFirst()
                .ifPresent(
                        column -> add("forEach has a column %s, which is a parameter of the migration too; rename one"
                                .formatted(column)));
    }

    private void haveColumn(String column) {
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).containsKey(column)) {
                add("it needs the column %s, but row %d of forEach has %s"
                        .formatted(column, i + 1, columns(rows.get(i))));
                return;
            }
        }
    }

    private void haveCounts() {
        for (int i = 0; i < rows.size(); i++) {
            String count = rows.get(i).getOrDefault(ROWS, "0");
            if (!COUNT.matcher(count).matches()) {
                add("the column rows must be a number of rows, but is '%s' in row %d of forEach"
                        .formatted(count, i + 1));
                return;
            }
        }
    }

    /** The same row twice is the same INSERT twice, and so every row of it. */
    private void differ() {
        Map<Map<String, String>, Integer> seen = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Integer before = seen.putIfAbsent(rows.get(i), i + 1);
            if (before != null) {
                add("rows %d and %d of forEach are the same; write SELECT DISTINCT".formatted(before, i + 1));
                return;
            }
        }
    }

    private void add(String wrong) {
        problems.add(new PlanMakerProblem(number, operation.name(), wrong));
    }

    private SortedSet<String> needed() {
        SortedSet<String> columns = new TreeSet<>();
        Stream.of(operation.statements().stream(), operation.rollback().stream(), operation.done().stream())
                .flatMap(statements -> statements)
                .flatMap(sql -> SqlText.of(operation.engine(), sql).placeholders().stream())
                .filter(placeholder -> !placeholder.isStaging())
                .forEach(placeholder -> columns.add(placeholder.name()));
        Placeholder.in(operation.name()).forEach(placeholder -> columns.add(placeholder.name()));
        columns.removeAll(parameters);
        return columns;
    }

    private static String columns(Map<String, String> row) {
        return row.isEmpty() ? "none" : String.join(", ", new TreeSet<>(row.keySet()));
    }
}
