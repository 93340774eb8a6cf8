package io.longhaul.worker.start;

import io.longhaul.common.migration.ClickHouseOperation;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlanMaker;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides whether a run may start, and with which plan. */
public final class Starter {

    private final Target target;
    private final StartChecks checks;

    public Starter(Target target) {
        this.target = target;
        this.checks = new StartChecks(target);
    }

    /**
     * Looks at everything that must hold. A check that cannot be answered refuses; it is never taken for "not
     * required".
     */
    public Verdict look(Definition definition) {
        Migration migration = definition.migration();
        try {
            if (!checks.isRequired(migration)) {
                return new Verdict.NotRequired("its required check says that there is nothing to do");
            }
            List<Failure> failures = checks.failures(migration);
            return failures.isEmpty() ? plan(definition) : new Verdict.Refused(failures);
        } catch (TargetRefused unanswered) {
            return new Verdict.Refused(List.of(unanswered.failure()));
        }
    }

    private Verdict plan(Definition definition) {
        PlanMaker.Outcome outcome = PlanMaker.make(definition, rows(definition.migration()));
        if (outcome instanceof PlanMaker.Impossible impossible) {
            return new Verdict.Refused(impossible.problems().stream()
                    .map(problem -> new Failure("check", "plan", problem.toString()))
                    .toList());
        }
        Plan plan = ((PlanMaker.Made) outcome).plan();
        return plan.operations().isEmpty()
                ? new Verdict.NotRequired("its plan has no operations here")
                : new Verdict.Go(plan);
    }

    private Map<Integer, List<Map<String, String>>> rows(Migration migration) {
        Map<Integer, List<Map<String, String>>> rows = new HashMap<>();
        List<Operation> operations = migration.operations();
        for (int i = 0; i < operations.size(); i++) {
            int number = i + 1;
            if (operations.get(i) instanceof ClickHouseOperation operation) {
                operation.forEach().ifPresent(query -> rows.put(number, target.rows(query, Map.of())));
            }
        }
        return rows;
    }

    /** Whether a run may start. */
    public sealed interface Verdict {

        /** It may, and this is what it will do. */
        record Go(Plan plan) implements Verdict {}

        /** There is nothing to do here. */
        record NotRequired(String why) implements Verdict {}

        /** It may not. */
        record Refused(List<Failure> failures) implements Verdict {}
    }
}
