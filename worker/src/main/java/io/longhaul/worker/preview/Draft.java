package io.longhaul.worker.preview;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.report.CheckReport;
import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.OperationReport;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.report.PlanReport.Outlook;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.check.Finding;
import io.longhaul.worker.check.Findings;
import io.longhaul.worker.preview.Costing.Expected;
import io.longhaul.worker.start.StartChecks.Looked;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is known so far of a run that is yet to be; one thread adds to it, another may take the report any time. */
final class Draft {

    private static final String NO_TIME = "there was no time to find out more";

    private final Findings findings;
    private Optional<Looked> looked = Optional.empty();
    private Optional<String> problem = Optional.of(NO_TIME);
    private boolean impossible;
    private boolean planned;
    private List<Expected> operations = List.of();
    private Optional<CostReport> cost = Optional.empty();

    Draft(Findings findings) {
        this.findings = findings;
    }

    Findings findings() {
        return findings;
    }

    /** All checks were looked at. */
    synchronized void looked(Looked done) {
        looked = Optional.of(done);
    }

    /** Nobody needs to know more. */
    synchronized void enough() {
        problem = Optional.empty();
    }

    /** There can be no plan. */
    synchronized void impossible(List<Failure> failures) {
        impossible = true;
        problem = Optional.of(failures.stream().map(Failure::message).collect(Collectors.joining("; ")));
    }

    /** The operations, before anybody knows what they cost. */
    synchronized void planned(List<Expected> known) {
        planned = true;
        problem = Optional.empty();
        operations = known;
    }

    synchronized void costs(List<Expected> expected, CostReport reckoned) {
        operations = expected;
        cost = Optional.of(reckoned);
    }

    /** With the first so many operations. */
    synchronized PlanReport report(int most) {
        List<String> irreversible = operations.stream()
                .map(Expected::operation)
                .filter(PlannedOperation::irreversible)
                .map(PlannedOperation::name)
                .distinct()
                .toList();
        return new PlanReport(
                outlook(),
                findings.all().stream().map(Draft::check).toList(),
                looked.map(done -> done.choices().values()).orElse(Map.of()),
                problem,
                operations.stream()
                        .limit(most)
                        .map(one -> OperationReport.of(one.operation(), one.rows(), one.bytes(), one.rebuild()))
                        .toList(),
                operations.size(),
                irreversible.stream().limit(most).toList(),
                irreversible.size(),
                cost);
    }

    private Outlook outlook() {
        if (!findings.failures().isEmpty() || impossible) {
            return Outlook.REFUSED;
        }
        if (looked.map(Looked::notRequired).orElse(false) || (planned && operations.isEmpty())) {
            return Outlook.NOT_REQUIRED;
        }
        boolean allLooked =
                findings.all().stream().noneMatch(finding -> finding.result() == CheckReport.Result.NOT_LOOKED);
        return planned && allLooked ? Outlook.GO : Outlook.UNKNOWN;
    }

    private static CheckReport check(Finding finding) {
        return new CheckReport(finding.kind(), finding.what(), finding.result(), finding.words());
    }
}
