package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.Target;
import java.util.List;
import java.util.Optional;

/**
 * What a rebuild would be, found out by looks alone.
 *
 * @param problems that stand in its way
 * @param how it would be done, in sentences for people; none where there are problems
 * @param linked whether rows become hard links instead of being copied
 * @param rows in the table, about
 * @param bytes that it takes on disk
 */
public record RebuildSurvey(List<Failure> problems, List<String> how, boolean linked, long rows, long bytes) {

    public RebuildSurvey {
        problems = List.copyOf(problems);
        how = List.copyOf(how);
    }

    /** Throws {@link io.longhaul.worker.target.TargetRefused} when ClickHouse does not answer. */
    public static RebuildSurvey of(RebuildTable what, Target clickHouse) throws InterruptedException {
        Survey survey = Survey.of(what, clickHouse::rows);
        List<Failure> problems = survey.problems();
        if (!problems.isEmpty()) {
            return new RebuildSurvey(problems, List.of(), false, 0, 0);
        }
        Survey.Plan plan = survey.plan();
        Optional<String> watermark = plan.way().kind() == Way.Kind.ATTACH
                ? Optional.empty()
                : Optional.of(plan.watermark().because());
        return new RebuildSurvey(
                List.of(),
                watermark
                        .map(mark -> List.of(plan.way().because(), mark))
                        .orElse(List.of(plan.way().because())),
                plan.way().kind() == Way.Kind.ATTACH,
                plan.table().rows(),
                plan.table().bytes());
    }
}
