package io.longhaul.common.plan;

import io.longhaul.common.definition.sql.Placeholder;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.SqlOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Expands a definition into the plan of a run. It looks nothing up: the rows of every {@code forEach} are given to it.
 */
public final class PlanMaker {

    private final List<PlannedOperation> planned = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private final Map<String, String> parameters;

    private PlanMaker(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** What came of it. */
    public sealed interface Outcome {}

    /**
     * A plan.
     *
     * @param plan without operations when no {@code forEach} has a row and nothing else is to do
     */
    public record Made(Plan plan) implements Outcome {}

    /**
     * There can be no plan.
     *
     * @param problems all reasons, at least one
     */
    public record Impossible(List<PlanMakerProblem> problems) implements Outcome {

        public Impossible {
            problems = List.copyOf(problems);
        }
    }

    /**
     * The plan, or why there can be none.
     *
     * @param parameters what was chosen for the run, as it is bound
     * @param rows what each {@code forEach} found, in the order in which it found it, keyed by the place of its
     *     operation in the definition, from 1; a NULL is left out of its row. For a rebuild one row, with the
     *     {@code rows} of its table
     * @throws IllegalArgumentException when the rows of an operation that has a {@code forEach} are not among them
     */
    public static Outcome make(
            Definition definition, Map<String, String> parameters, Map<Integer, List<Map<String, String>>> rows) {
        PlanMaker maker = new PlanMaker(parameters);
        List<PlanMakerProblem> problems = new ArrayList<>();
        int number = 0;
        for (Operation operation : definition.migration().operations()) {
            number++;
            if (operation instanceof RebuildTable rebuild) {
                maker.add(rebuild, PlanMakerRows.weight(found(rows, number).get(0)));
                continue;
            }
            SqlOperation sql = (SqlOperation) operation;
            List<Map<String, String>> ofThis = sql.forEach().isEmpty() ? List.of(Map.of()) : found(rows, number);
            List<PlanMakerProblem> found = PlanMakerRows.check(number, sql, ofThis, parameters.keySet());
            problems.addAll(found);
            if (found.isEmpty()) {
                ofThis.forEach(row -> maker.add(sql, row));
            }
        }
        return problems.isEmpty()
                ? new Made(new Plan(
                        definition.migration().id(),
                        definition.checksum(),
                        maker.planned,
                        parameters,
                        definition.migration().healthchecks(),
                        definition.migration().postchecks(),
                        definition.migration().progress()))
                : new Impossible(problems);
    }

    private static List<Map<String, String>> found(Map<Integer, List<Map<String, String>>> rows, int number) {
        return Optional.ofNullable(rows.get(number))
                .orElseThrow(() -> new IllegalArgumentException("no rows for operation " + number));
    }

    private void add(SqlOperation operation, Map<String, String> row) {
        Map<String, String> values = new HashMap<>(parameters);
        values.putAll(row);
        String name = unique(filled(operation.name(), values));
        List<String> statements = operation.statements();
        List<Long> rows = split(PlanMakerRows.weight(row), operation);
        for (int i = 0; i < statements.size(); i++) {
            boolean last = i == statements.size() - 1;
            planned.add(new PlannedOperation(
                    planned.size() + 1,
                    name,
                    operation.engine(),
                    statements.get(i),
                    values,
                    i == 0 ? operation.rollback() : List.of(),
                    last ? operation.done() : Optional.empty(),
                    rows.get(i),
                    operation.handling()));
        }
    }

    private void add(RebuildTable rebuild, long rows) {
        planned.add(new PlannedOperation(
                planned.size() + 1,
                unique(rebuild.name()),
                Engine.BUILT_IN,
                new BuiltIn(BuiltIn.Verb.REBUILD, rebuild).statement(),
                Map.of(),
                List.of(new BuiltIn(BuiltIn.Verb.TAKE_BACK, rebuild).statement()),
                Optional.empty(),
                rows,
                rebuild.handling()));
    }

    private static String filled(String name, Map<String, String> row) {
        StringBuilder filled = new StringBuilder(name);
        List<Placeholder> placeholders = Placeholder.in(name);
        for (int i = placeholders.size() - 1; i >= 0; i--) {
            Placeholder placeholder = placeholders.get(i);
            int end = placeholder.at() + placeholder.text().length();
            filled.replace(placeholder.at(), end, row.getOrDefault(placeholder.name(), placeholder.text()));
        }
        return filled.toString();
    }

    /** Operations of one name belong together, so two rows must not give the same one. */
    private String unique(String name) {
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = "%s (%d)".formatted(name, i);
        }
        return unique;
    }

    /** Only an INSERT writes rows; where there are several, nobody knows the share of each. */
    private static List<Long> split(long rows, SqlOperation operation) {
        List<Boolean> inserts = operation.statements().stream()
                .map(sql -> SqlText.of(operation.engine(), sql).isInsert())
                .toList();
        long count = inserts.stream().filter(insert -> insert).count();
        List<Long> shares = new ArrayList<>();
        long before = 0;
        for (boolean insert : inserts) {
            shares.add(insert ? rows / count + (before < rows % count ? 1 : 0) : 0);
            before += insert ? 1 : 0;
        }
        return shares;
    }
}
