package io.longhaul.worker.start;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlanMaker;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.rebuild.RebuildSurvey;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.Targets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the plan of a run from what each {@code forEach} finds now. */
public final class Planning {

    private final Targets targets;

    public Planning(Targets targets) {
        this.targets = targets;
    }

    /** What came of it. */
    public sealed interface Outcome {}

    /**
     * A plan, which has no operations where nothing is to do.
     *
     * @param rebuilds what was found out about each rebuild of the plan, in their order; absent of one whose table an
     *     earlier one changes first
     */
    public record Made(Plan plan, List<Optional<RebuildSurvey>> rebuilds) implements Outcome {

        public Made {
            rebuilds = List.copyOf(rebuilds);
        }
    }

    /** There can be none, for all these reasons. */
    public record Impossible(List<Failure> failures) implements Outcome {}

    /** {@code parameters} are as they are bound. */
    public Outcome plan(Definition definition, Map<String, String> parameters) throws InterruptedException {
        Map<Integer, List<Map<String, String>>> rows;
        List<Optional<RebuildSurvey>> rebuilds = new ArrayList<>();
        try {
            targets.of(engines(definition.migration()));
            rows = rows(definition.migration(), parameters, rebuilds);
            List<Failure> problems = rebuilds.stream()
                    .flatMap(Optional::stream)
                    .flatMap(survey -> survey.problems().stream())
                    .toList();
            if (!problems.isEmpty()) {
                return new Impossible(problems);
            }
        } catch (TargetRefused unanswered) {
            return new Impossible(List.of(unanswered.failure()));
        }
        PlanMaker.Outcome outcome = PlanMaker.make(definition, parameters, rows);
        return outcome instanceof PlanMaker.Impossible impossible
                ? new Impossible(impossible.problems().stream()
                        .map(problem -> new Failure("check", "plan", problem.toString()))
                        .toList())
                : new Made(((PlanMaker.Made) outcome).plan(), rebuilds);
    }

    private Map<Integer, List<Map<String, String>>> rows(
            Migration migration, Map<String, String> parameters, List<Optional<RebuildSurvey>> rebuilds)
            throws InterruptedException {
        Map<Integer, List<Map<String, String>>> rows = new HashMap<>();
        Map<String, RebuildSurvey> byTable = new HashMap<>();
        List<Operation> operations = migration.operations();
        for (int i = 0; i < operations.size(); i++) {
            int number = i + 1;
            if (operations.get(i) instanceof SqlOperation operation) {
                operation.forEach().ifPresent(query -> rows.put(number, targets.rows(query, parameters)));
            } else if (operations.get(i) instanceof RebuildTable rebuild) {
                // What a second rebuild finds, the first one makes: it looks by itself when its turn comes.
                boolean isFirst = !byTable.containsKey(rebuild.table());
                if (isFirst) {
                    byTable.put(rebuild.table(), RebuildSurvey.of(rebuild, targets.of(Engine.CLICKHOUSE)));
                }
                RebuildSurvey survey = Objects.requireNonNull(byTable.get(rebuild.table()));
                rebuilds.add(isFirst ? Optional.of(survey) : Optional.empty());
                rows.put(number, List.of(Map.of("rows", Long.toString(survey.rows()))));
            }
        }
        return rows;
    }

    /** Those that the operations need, whether or not anything is asked of them before. */
    private static Set<Engine> engines(Migration migration) {
        return migration.operations().stream()
                .filter(SqlOperation.class::isInstance)
                .map(operation -> ((SqlOperation) operation).engine())
                .collect(Collectors.toSet());
    }
}
