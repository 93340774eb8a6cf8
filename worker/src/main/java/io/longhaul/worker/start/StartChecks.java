package io.longhaul.worker.start;

import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.Choices;
import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.report.CheckReport.Result;
import io.longhaul.common.run.Failure;
import io.longhaul.common.version.Version;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.check.Finding;
import io.longhaul.worker.check.Findings;
import io.longhaul.worker.target.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Looks at all that must hold before a run begins, whatever of it does not. */
public final class StartChecks {

    private static final String HEALTHCHECK = "healthcheck";

    private final Optional<Version> application;
    private final Dependencies dependencies;
    private final Checks checks;
    private final ServiceCheck services;
    private final Optional<Looking> looking;

    /**
     * For these targets.
     *
     * @param application version of the application whose data is there; absent when nobody knows that
     * @param dependencies looks for what must be done before
     * @param services asks each for its version, by its name
     */
    public StartChecks(
            Targets targets,
            Optional<Version> application,
            Dependencies dependencies,
            Map<String, Callable<String>> services) {
        this(targets, Optional.empty(), application, dependencies, services);
    }

    /** The same; healthchecks are looked at through targets of their own, whose answers come in time or not at all. */
    public StartChecks(
            Targets targets,
            Looking looking,
            Optional<Version> application,
            Dependencies dependencies,
            Map<String, Callable<String>> services) {
        this(targets, Optional.of(looking), application, dependencies, services);
    }

    private StartChecks(
            Targets targets,
            Optional<Looking> looking,
            Optional<Version> application,
            Dependencies dependencies,
            Map<String, Callable<String>> services) {
        this.looking = looking;
        this.application = application;
        this.dependencies = dependencies;
        this.checks = new Checks(targets);
        this.services = new ServiceCheck(targets, services);
    }

    /**
     * A check that cannot be answered refuses; it is never taken for "not required". Whether there is anything to do
     * comes first: where there is not, no version is wrong. But what the migration comes after may make something to
     * do, so that must be done for the answer to count.
     *
     * @param chosen parameters, by name
     * @param into hears of each finding as it comes
     */
    public Looked look(Migration migration, Map<String, String> chosen, Findings into) throws InterruptedException {
        into.look("required", "required", () -> required(migration));
        if (into.all().get(0).result() == Result.FAILED) {
            dependencies.look(migration, checks, into);
            return new Looked(into.failures().isEmpty(), Choices.of(migration.parameters(), chosen));
        }
        VersionCheck.finding(migration.versions(), application).ifPresent(into::add);
        services.look(migration.services(), into);
        dependencies.look(migration, checks, into);
        Choices choices = Choices.of(migration.parameters(), chosen);
        choices.problems()
                .forEach(problem ->
                        into.add(Finding.no("parameter", "parameter", new Failure("check", "parameter", problem))));
        // A check with a parameter that has no value would only say the same once more, in worse words.
        if (choices.problems().isEmpty()) {
            checks.look(migration.prechecks(), "precheck", choices.values(), into);
            migration.healthchecks().forEach(healthcheck -> look(healthcheck, choices, into));
        }
        return new Looked(false, choices);
    }

    private void look(Healthcheck healthcheck, Choices choices, Findings into) {
        List<Check> one = List.of(healthcheck.check());
        if (looking.isEmpty()) {
            checks.look(one, HEALTHCHECK, choices.values(), into);
            return;
        }
        try (Targets own = looking.get().within(healthcheck.timeout())) {
            new Checks(own).look(one, HEALTHCHECK, choices.values(), into);
        }
    }

    private Finding required(Migration migration) {
        String kind = "required";
        if (migration.required().isEmpty()) {
            return Finding.yes(kind, kind, "it is required wherever it has not been done");
        }
        return checks.isRequired(migration)
                ? Finding.yes(kind, kind, "its required check says that there is something to do")
                : new Finding(kind, kind, Result.FAILED, Starter.NOTHING_TO_DO, Optional.empty());
    }

    /** Opens targets that cannot change anything, and whose answers come in time or not at all. */
    public interface Looking {
        Targets within(Duration timeout);
    }

    /**
     * What the findings come to.
     *
     * @param notRequired whether there is nothing to do here, and nothing before it could change that
     * @param choices the parameters
     */
    public record Looked(boolean notRequired, Choices choices) {}
}
