package io.longhaul.worker.start;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.ServiceRequirement;
import io.longhaul.common.report.CheckReport.Result;
import io.longhaul.common.run.Failure;
import io.longhaul.common.version.Version;
import io.longhaul.worker.check.Finding;
import io.longhaul.worker.check.Findings;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.Targets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Whether the services have the versions that a migration needs. */
final class ServiceCheck {

    private final Targets targets;
    private final Map<String, Callable<String>> services;

    /** Services that are not on the target are asked by their names. */
    ServiceCheck(Targets targets, Map<String, Callable<String>> services) {
        this.targets = targets;
        this.services = Map.copyOf(services);
    }

    /** Looks at each. */
    void look(List<ServiceRequirement> requirements, Findings into) throws InterruptedException {
        for (ServiceRequirement requirement : requirements) {
            into.look("service", requirement.service(), () -> finding(requirement));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** It does not fit, or nobody can say its version, or all is well. */
    private Finding finding(ServiceRequirement requirement) {
        String name = requirement.service();
        try {
            String said = said(requirement);
            Optional<Failure> misfit = misfit(requirement, said);
            return misfit.isPresent()
                    ? Finding.no("service", name, misfit.get())
                    : Finding.yes(
                            "service",
                            name,
                            "%s has version %s, needed is %s".formatted(name, said.strip(), requirement.requirement()));
        } catch (TargetRefused unanswered) {
            return unanswered(requirement, unanswered.failure().toString());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return unanswered(requirement, "told to end");
        } catch (Exception away) {
            return unanswered(requirement, String.valueOf(away.getMessage()));
        }
    }

    private static Finding unanswered(ServiceRequirement requirement, String why) {
        Failure failure = unasked(requirement, why);
        return new Finding("service", requirement.service(), Result.NO_ANSWER, failure.message(), Optional.of(failure));
    }

    /** What the service says, whatever it is. */
    private String said(ServiceRequirement requirement) throws Exception {
        if (requirement.query().isPresent()) {
            return one(targets.rows(requirement.query().get(), Map.of()));
        }
        if (requirement.service().equals("clickhouse")) {
            return one(targets.of(Engine.CLICKHOUSE).rows("SELECT version()", Map.of()));
        }
        Callable<String> service = services.get(requirement.service());
        if (service == null) {
            throw new IllegalStateException("this worker does not know it");
        }
        return service.call();
    }

    private static String one(List<Map<String, String>> rows) {
        if (rows.size() != 1 || rows.get(0).size() != 1) {
            throw new IllegalStateException("its query must return one row with one value");
        }
        return rows.get(0).values().iterator().next();
    }

    static Optional<Failure> misfit(ServiceRequirement requirement, String said) {
        Optional<Version> version = Version.ofService(said);
        if (version.isEmpty()) {
            return Optional.of(unasked(requirement, "it says '%s', which is no version".formatted(said.strip())));
        }
        return requirement.requirement().accepts(version.get())
                ? Optional.empty()
                : Optional.of(new Failure(
                        "check",
                        "service",
                        "%s has version %s, needed is %s"
                                .formatted(requirement.service(), said.strip(), requirement.requirement())));
    }

    private static Failure unasked(ServiceRequirement requirement, String why) {
        return new Failure(
                "check",
                "service",
                "%s must have version %s, and could not be asked for it: %s"
                        .formatted(requirement.service(), requirement.requirement(), why));
    }
}
