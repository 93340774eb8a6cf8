package io.longhaul.worker.start;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.check.Findings;
import java.util.List;
import java.util.Map;

/** Decides whether a run may start, and with which plan. */
public final class Starter {

    /** Why a run is not required. */
    public static final String NOTHING_TO_DO = "its required check says that there is nothing to do";

    /** Why one whose plan is empty is not. */
    public static final String NO_OPERATIONS = "its plan has no operations here";

    private final StartChecks checks;
    private final Planning planning;

    public Starter(StartChecks checks, Planning planning) {
        this.checks = checks;
        this.planning = planning;
    }

    /**
     * Looks at everything that must hold, whatever of it does not.
     *
     * @param chosen parameters, by name
     */
    public Verdict look(Definition definition, Map<String, String> chosen) throws InterruptedException {
        Findings findings = new Findings();
        StartChecks.Looked looked = checks.look(definition.migration(), chosen, findings);
        if (looked.notRequired()) {
            return new Verdict.NotRequired(NOTHING_TO_DO);
        }
        List<Failure> failures = findings.failures();
        return failures.isEmpty() ? plan(definition, looked.choices().values()) : new Verdict.Refused(failures);
    }

    private Verdict plan(Definition definition, Map<String, String> parameters) throws InterruptedException {
        Planning.Outcome outcome = planning.plan(definition, parameters);
        if (outcome instanceof Planning.Impossible impossible) {
            return new Verdict.Refused(impossible.failures());
        }
        Plan plan = ((Planning.Made) outcome).plan();
        return plan.operations().isEmpty() ? new Verdict.NotRequired(NO_OPERATIONS) : new Verdict.Go(plan);
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
