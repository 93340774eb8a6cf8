package io.longhaul.worker.start;

import io.longhaul.common.migration.Choices;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlanMaker;
import io.longhaul.common.run.Failure;
import io.longhaul.common.version.Version;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.Targets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Decides whether a run may start, and with which plan. */
public final class Starter {

    /** Why a run is not required. */
    public static final String NOTHING_TO_DO = "its required check says that there is nothing to do";

    private final Targets targets;
    private final Optional<Version> application;
    private final Dependencies dependencies;
    private final Checks checks;
    private final ServiceCheck services;

    /**
     * For these targets.
     *
     * @param application version of the application whose data is there; absent when nobody knows that
     * @param dependencies looks for what must be done before
     * @param services asks each for its version, by its name
     */
    public Starter(
            Targets targets,
            Optional<Version> application,
            Dependencies dependencies,
            Map<String, Callable<String>> services) {
        this.targets = targets;
        this.application = application;
        this.dependencies = dependencies;
        this.checks = new Checks(targets);
        this.services = new ServiceCheck(targets, services);
    }

    /**
     * Looks at everything that must hold, whatever of it does not. A check that cannot be answered refuses; it is never
     * taken for "not required". Whether there is anything to do comes first: where there is not, no version is wrong.
     * But what the migration comes after may make something to do, so that must be done for the answer to count.
     *
     * @param chosen parameters, by name
     */
    public Verdict look(Definition definition, Map<String, String> chosen) throws InterruptedException {
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
        Choices choices = Choices.of(migration.parameters(), chosen);
        choices.problems().forEach(problem -> failures.add(new Failure("check", "parameter", problem)));
        // A check with a parameter that has no value would only say the same once more, in worse words.
        if (choices.problems().isEmpty()) {
            failures.addAll(checks.failures(migration.prechecks(), "precheck", choices.values()));
            failures.addAll(checks.failures(
                    migration.healthchecks().stream().map(Healthcheck::check).toList(),
                    "healthcheck",
                    choices.values()));
        }
        return failures.isEmpty() ? plan(definition, choices.values()) : new Verdict.Refused(failures);
    }

    private Verdict plan(Definition definition, Map<String, String> parameters) {
        Map<Integer, List<Map<String, String>>> rows;
        try {
            targets.of(engines(definition.migration()));
            rows = rows(definition.migration(), parameters);
        } catch (TargetRefused unanswered) {
            return new Verdict.Refused(List.of(unanswered.failure()));
        }
        PlanMaker.Outcome outcome = PlanMaker.make(definition, parameters, rows);
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

    private Map<Integer, List<Map<String, String>>> rows(Migration migration, Map<String, String> parameters) {
        Map<Integer, List<Map<String, String>>> rows = new HashMap<>();
        List<Operation> operations = migration.operations();
        for (int i = 0; i < operations.size(); i++) {
            int number = i + 1;
            if (operations.get(i) instanceof SqlOperation operation) {
                operation.forEach().ifPresent(query -> rows.put(number, targets.rows(query, parameters)));
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
