package io.longhaul.common.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run of a migration would be, if it began now.
 *
 * @param outlook whether it would begin
 * @param checks all that was looked at, in that order
 * @param parameters as they would be bound, by name
 * @param problem why there is no plan, though the checks let there be one
 * @param operations the first of them
 * @param operationCount how many there are in all
 * @param irreversible the names of those that cannot be taken back, the first of them
 * @param irreversibleCount how many of these there are in all
 * @param cost what they are expected to cost; absent where there is no plan
 */
public record PlanReport(
        Outlook outlook,
        List<CheckReport> checks,
        Map<String, String> parameters,
        Optional<String> problem,
        List<OperationReport> operations,
        int operationCount,
        List<String> irreversible,
        int irreversibleCount,
        Optional<CostReport> cost) {

    public PlanReport {
        checks = List.copyOf(checks);
        parameters = Map.copyOf(parameters);
        operations = List.copyOf(operations);
        irreversible = List.copyOf(irreversible);
    }

    public String json() {
        return Documents.write(this);
    }

    /** Absent when it is none. */
    public static Optional<PlanReport> parse(String json) {
        return Documents.read(json, PlanReport.class);
    }

    /** Whether a run would begin. */
    public enum Outlook {
        /** Nothing stands in its way. */
        GO,
        /** There is nothing to do here. */
        NOT_REQUIRED,
        /** It would be refused. */
        REFUSED,
        /** There was no time to find out. */
        UNKNOWN
    }
}
