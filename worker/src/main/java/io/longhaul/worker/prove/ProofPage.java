package io.longhaul.worker.prove;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.RunState;
import io.longhaul.worker.prove.Report.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code prove} prints for people: a table of operations and boundaries, then what was found. */
public final class ProofPage {

    private static final int NAME = 44;
    private static final int SHOWN = 4;
    private static final int LONGEST_REASON = 400;
    private static final String ROW = "%3s %-" + NAME + "s  %-6s %-6s %-6s   %-6s %-6s   %-6s %-6s %s";

    private ProofPage() {}

    public static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        if (!report.tried().isEmpty()) {
            lines.add(heading());
            lines.add(
                    row("#", "OPERATION", "before", "during", "after", "before", "after", "before", "during", "after"));
            report.operations().forEach(operation -> lines.add(line(report, operation)));
        }
        for (Finding finding : report.findings()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(finding(finding));
        }
        return lines;
    }

    /** The last word, for people. */
    public static String verdict(Report report) {
        int found = report.findings().size();
        return report.isProved()
                ? "proved: %s ends as it should, however it was disturbed in %d runs"
                        .formatted(report.migration(), report.tried().size())
                : "not proved: %d of %d runs of %s did not end as they should"
                        .formatted(found, report.tried().size() + 2, report.migration());
    }

    private static String heading() {
        return "%3s %-44s  %-22s %-15s %s".formatted("", "", "KILLED, FORWARD", "MADE TO FAIL", "KILLED, ROLLING BACK");
    }

    private static String line(Report report, PlannedOperation operation) {
        return row(
                Integer.toString(operation.index()),
                shortened(name(report, operation), NAME),
                cell(report, operation, Phase.FORWARD, Boundary.BEFORE),
                cell(report, operation, Phase.FORWARD, Boundary.DURING),
                cell(report, operation, Phase.FORWARD, Boundary.AFTER),
                cell(report, operation, Phase.FAILURE, Boundary.BEFORE),
                // Of a function also: after a part of its effect.
                cell(report, operation, Phase.FAILURE, Boundary.DURING, Boundary.AFTER),
                cell(report, operation, Phase.ROLLBACK, Boundary.BEFORE),
                cell(report, operation, Phase.ROLLBACK, Boundary.DURING),
                cell(report, operation, Phase.ROLLBACK, Boundary.AFTER));
    }

    private static String row(Object... cells) {
        return ROW.formatted(cells).stripTrailing();
    }

    /** With its number among those of the same name, where there are several. */
    private static String name(Report report, PlannedOperation operation) {
        List<PlannedOperation> named = report.operations().stream()
                .filter(other -> other.name().equals(operation.name()))
                .toList();
        return named.size() == 1
                ? operation.name()
                : "%s, %d of %d".formatted(operation.name(), named.indexOf(operation) + 1, named.size());
    }

    private static String cell(Report report, PlannedOperation operation, Phase phase, Boundary... boundaries) {
        Optional<Result> worst = Stream.of(boundaries)
                .flatMap(boundary -> report.worst(operation.index(), phase, boundary).stream())
                .max(Comparator.naturalOrder());
        return worst.map(result -> switch (result) {
                    case OK -> "ok";
                    case FAILED -> "FAILED";
                    case NOT_SENT -> "none";
                })
                .orElse("-");
    }

    private static List<String> finding(Finding finding) {
        List<String> lines = new ArrayList<>();
        lines.add(title(finding));
        if (finding.state() != finding.due()) {
            lines.add("    the run is %s, and should be %s%s"
                    .formatted(
                            finding.state().words(),
                            finding.due().words(),
                            finding.reason()
                                    .map(reason -> ": " + shortened(oneLine(reason), LONGEST_REASON))
                                    .orElse("")));
        }
        finding.differences().stream().limit(SHOWN).forEach(difference -> lines.add("    " + difference));
        if (finding.differences().size() > SHOWN) {
            lines.add("    and %d more differences"
                    .formatted(finding.differences().size() - SHOWN));
        }
        lines.add("    → " + finding.advice());
        return lines;
    }

    private static String title(Finding finding) {
        if (finding.round().isEmpty() || finding.operation().isEmpty()) {
            return finding.due() == RunState.ROLLED_BACK ? "Undisturbed, forward and back again:" : "Undisturbed:";
        }
        Round round = finding.round().get();
        PlannedOperation operation = finding.operation().get();
        String statement = round.phase() == Phase.ROLLBACK
                ? operation.rollbackInWords().get(round.point().chunk() - 1)
                : operation.statementInWords();
        return "Operation %d, %s, %s%s (%s)%s:"
                .formatted(
                        operation.index(),
                        operation.name(),
                        words(round),
                        round.again() ? ", and its next worker too" : "",
                        shortened(oneLine(statement), NAME),
                        operation.crashRule() == CrashRule.ASK && round.phase() == Phase.FORWARD
                                ? round.person() == Round.Person.RESUMES ? ", then resumed" : ", then rolled back"
                                : "");
    }

    private static String words(Round round) {
        if (round.point().call().isPresent()) {
            return inside(round, round.point().call().get().words());
        }
        if (round.phase() == Phase.FAILURE) {
            return round.boundary() == Boundary.BEFORE
                    ? "failed without effect, and taken back"
                    : "failed after its effect, and taken back";
        }
        String where = switch (round.boundary()) {
            case BEFORE -> "just before it was sent";
            case DURING -> "while it ran";
            case AFTER -> "just after it returned";
        };
        return "killed %s%s".formatted(where, back(round));
    }

    private static String inside(Round round, String call) {
        return switch (round.boundary()) {
            case BEFORE ->
                round.phase() == Phase.FAILURE
                        ? "its %s failed, and taken back".formatted(call)
                        : "killed just before its %s%s".formatted(call, back(round));
            case DURING -> "killed in its %s%s".formatted(call, back(round));
            case AFTER -> "killed just after its %s%s".formatted(call, back(round));
        };
    }

    private static String back(Round round) {
        return round.phase() == Phase.ROLLBACK ? ", rolling back" : "";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
