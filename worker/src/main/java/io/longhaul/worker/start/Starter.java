package io.longhaul.worker.start;

import io.longhaul.common.migration.ClickHouseOperation;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlanMaker;
import io.longhaul.common.run.Failure;
import io.longhaul.common.version.Version;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Decides whether a run may start, and with which plan. */
public final class Starter {

    /** Why a run is not required. */
    public static final String NOTHING_TO_DO = "its required check says that there is nothing to do";

    private final Target target;
    private final Optional<Version> application;
    private final Dependencies dependencies;
    private final Checks checks;
    private final ServiceCheck services;

    /**
     * For one target.
     *
     * @param application version of the application whose data is there; absent when nobody knows that
     * @param dependencies looks for what must be done before
     * @param services asks each for its version, by its name
     */
    public Starter(
            Target target,
            Optional<Version> application,
            Dependencies dependencies,
            Map<String, Callable<String>> services) {
        this.target = target;
        this.application = application;
        this.dependencies = dependencies;
        this.checks = new Checks(target);
        this.services = new ServiceCheck(target, services);
    }

    /**
     * Looks at everything that must hold, whatever of it does not. A check that cannot be answered refuses; it is never
     * taken for "not required". Whether there is anything to do comes first: where there is not, no version is wrong.
     * But what the migration comes after may make something to do, so that must be done for the answer to count.
     */
    public Verdict look(Definition definition) throws InterruptedException {
        Migration migration = definition.migration();
        List<Failure> failures = new ArrayList<>();
        try {
            if (!checks.isRequired(migration)) {
                List<Failure> before = dependencies.failures(migration, checks);
                return before.isEmpty() ? new Verdict.NotRequired(NOTHING_TO_DO) : new Verdict.Refused(before);
            }
        } catch (TargetRefused unanswered) {
            failures.add(unanswered.failure());
        }
        VersionCheck.failure(migration.versions(), application).ifPresent(failures::add);
        failures.addAll(services.failures(migration.services()));
        failures.addAll(dependencies.failures(migration, checks));
        failures.addAll(checks.failures(migration.prechecks(), "precheck"));
        return failures.isEmpty() ? plan(definition) : new Verdict.Refused(failures);
    }

    private Verdict plan(Definition definition) {
        Map<Integer, List<Map<String, String>>> rows;
        try {
            rows = rows(definition.migration());
        } catch (TargetRefused unanswered) {
            return new Verdict.Refused(List.of(unanswered.failure()));
        }
        PlanMaker.Outcome outcome = PlanMaker.make(definition, rows);
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
