package io.longhaul.dispatcher.view;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.report.CheckReport;
import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.CostReport.Amount;
import io.longhaul.common.report.CostReport.TimeReport;
import io.longhaul.common.report.OperationReport;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.report.RebuildReport;
import io.longhaul.common.run.RunState;
import io.longhaul.dispatcher.preview.Previewed.Told;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code plan --output json} says; every key is always there.
 *
 * @param outlook GO, NOT_REQUIRED, REFUSED or UNKNOWN
 * @param run state of the newest run, where that keeps another one from being asked for; else null
 * @param worker who looked
 * @param checks all that was looked at, in that order
 * @param parameters as they would be bound, by name
 * @param problem why there is no plan; null where there is, or needs to be none
 * @param operations the first 200, or all with {@code --all}
 * @param operationCount how many there are in all
 * @param irreversible names of those that cannot be taken back
 * @param irreversibleCount how many of these there are in all
 * @param cost what they are expected to cost; null where nobody looked
 */
public record PreviewView(
        String migration,
        String outlook,
        @Nullable String run,
        String worker,
        List<CheckReport> checks,
        Map<String, String> parameters,
        @Nullable String problem,
        List<Step> operations,
        int operationCount,
        List<String> irreversible,
        int irreversibleCount,
        @Nullable Cost cost) {

    public static PreviewView of(MigrationId migration, Told told, Optional<RunState> run) {
        PlanReport report = told.report();
        return new PreviewView(
                migration.value(),
                report.outlook().name(),
                run.map(RunState::name).orElse(null),
                told.worker().value(),
                report.checks(),
                new TreeMap<>(report.parameters()),
                report.problem().orElse(null),
                report.operations().stream().map(Step::of).toList(),
                report.operationCount(),
                report.irreversible(),
                report.irreversibleCount(),
                report.cost().map(Cost::of).orElse(null));
    }

    /**
     * An operation.
     *
     * @param rows that it is expected to write; null where nobody can say
     * @param bytes that it is expected to write; null where nobody can say
     * @param rebuild what becomes of a table; null where it rebuilds none, or nobody looked
     */
    public record Step(
            int index,
            String name,
            String engine,
            String statement,
            Map<String, String> parameters,
            List<String> rollback,
            @Nullable String done,
            String onCrash,
            boolean irreversible,
            @Nullable String timeout,
            @Nullable Long rows,
            @Nullable Long bytes,
            @Nullable RebuildReport rebuild) {

        static Step of(OperationReport operation) {
            return new Step(
                    operation.index(),
                    operation.name(),
                    operation.engine(),
                    operation.statement(),
                    new TreeMap<>(operation.parameters()),
                    operation.rollback(),
                    operation.done().orElse(null),
                    operation.onCrash(),
                    operation.irreversible(),
                    operation.timeout().orElse(null),
                    operation.rows().orElse(null),
                    operation.bytes().orElse(null),
                    operation.rebuild().orElse(null));
        }
    }

    /**
     * What all operations are expected to cost.
     *
     * @param time null where nothing could be sampled
     * @param unknown why any of this is not known, or only at least
     */
    public record Cost(
            Amount rows,
            Amount bytes,
            Amount peakDiskBytes,
            @Nullable TimeReport time,
            List<String> unknown) {

        static Cost of(CostReport cost) {
            return new Cost(
                    cost.rows(), cost.bytes(), cost.peakDiskBytes(), cost.time().orElse(null), cost.unknown());
        }
    }
}
