package io.longhaul.worker.prove;

import io.longhaul.common.plan.PlannedOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code prove --output json} says; every key is always there.
 *
 * @param proved whether there is no finding
 * @param rounds how many runs were disturbed
 */
public record ProofView(
        String migration,
        boolean proved,
        int rounds,
        List<Line> operations,
        List<FindingLine> findings,
        List<String> notes) {

    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .defaultPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT))
            .build();

    public static ProofView of(Report report) {
        return new ProofView(
                report.migration().value(),
                report.isProved(),
                report.tried().size(),
                report.operations().stream()
                        .map(operation -> Line.of(report, operation))
                        .toList(),
                report.findings().stream().map(FindingLine::of).toList(),
                report.notes());
    }

    /** A document of several lines, the last one ended. */
    public String json() {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    }

    /** A statement of the plan; the rollback is that of all statements of the same name. */
    public record Line(
            int operation, String name, String engine, String statement, Cells forward, Cells failure, Cells rollback) {

        static Line of(Report report, PlannedOperation operation) {
            return new Line(
                    operation.index(),
                    operation.name(),
                    operation.engine().key(),
                    operation.statementInWords(),
                    Cells.of(report, operation, Phase.FORWARD),
                    Cells.of(report, operation, Phase.FAILURE),
                    Cells.of(report, operation, Phase.ROLLBACK));
        }
    }

    /** OK, FAILED or NOT_SENT at each boundary; null where there was no round. */
    public record Cells(
            @Nullable String before,
            @Nullable String during,
            @Nullable String after) {

        static Cells of(Report report, PlannedOperation operation, Phase phase) {
            return new Cells(
                    cell(report, operation, phase, Boundary.BEFORE),
                    cell(report, operation, phase, Boundary.DURING),
                    cell(report, operation, phase, Boundary.AFTER));
        }

        private static @Nullable String cell(
                Report report, PlannedOperation operation, Phase phase, Boundary boundary) {
            return report.worst(operation.index(), phase, boundary)
                    .map(Enum::name)
                    .orElse(null);
        }
    }

    /**
     * A round that did not end as it should; of a run that was not disturbed all about the disturbance is null.
     *
     * @param phase FORWARD, FAILURE or ROLLBACK
     * @param rollback the number of the statement of the rollback
     * @param boundary BEFORE, DURING or AFTER
     * @param call where that is inside of a function in Java: {@code AFTER statement 2}
     * @param person what somebody did who was asked, in case: RESUMES or ROLLS_BACK
     * @param again two workers died, one after the other
     * @param state how the run ended
     * @param due how it should have
     */
    public record FindingLine(
            @Nullable Integer operation,
            @Nullable String name,
            @Nullable String phase,
            @Nullable Integer rollback,
            @Nullable String boundary,
            @Nullable String call,
            @Nullable String person,
            boolean again,
            String state,
            String due,
            @Nullable String reason,
            List<String> differences,
            String advice) {

        static FindingLine of(Finding finding) {
            return new FindingLine(
                    finding.operation().map(PlannedOperation::index).orElse(null),
                    finding.operation().map(PlannedOperation::name).orElse(null),
                    finding.round().map(round -> round.phase().name()).orElse(null),
                    finding.round()
                            .filter(round -> round.phase() == Phase.ROLLBACK)
                            .map(round -> round.point().chunk())
                            .orElse(null),
                    finding.round().map(round -> round.place().name()).orElse(null),
                    finding.round()
                            .flatMap(round ->
                                    round.point().call().map(call -> "%s %s".formatted(round.boundary(), call.words())))
                            .orElse(null),
                    finding.round().map(round -> round.person().name()).orElse(null),
                    finding.round().map(Round::again).orElse(false),
                    finding.state().name(),
                    finding.due().name(),
                    finding.reason().orElse(null),
                    finding.differences(),
                    finding.advice());
        }
    }
}
