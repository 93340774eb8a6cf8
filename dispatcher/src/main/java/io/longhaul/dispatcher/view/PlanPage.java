package io.longhaul.dispatcher.view;

import io.longhaul.common.plan.Plan;
import io.longhaul.common.report.OperationReport;
import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Tone;
import java.util.stream.Collectors;

/** What a run does, statement by statement with what takes it back; or, before it ran, the file that says so. */
public final class PlanPage {

    private PlanPage() {}

    /** A frozen plan. */
    public static String of(Plan plan, boolean colours) {
        String head = "plan       %s, frozen at the start\n"
                .formatted(Counts.plural(plan.operations().size(), "operation"));
        return head
                + plan.operations().stream()
                        .map(operation -> operation(OperationReport.of(operation), colours))
                        .collect(Collectors.joining());
    }

    /** One operation, after an empty line. */
    static String operation(OperationReport operation, boolean colours) {
        String does = operation.rebuild().map(RebuildLines::of).orElseGet(() -> indented("", operation.statement()));
        StringBuilder text = new StringBuilder();
        String rows = operation
                .rows()
                .filter(known -> known > 0)
                .map(known -> "   about " + Counts.rows(known))
                .orElse("");
        String mark = operation.irreversible() ? "   " + Tone.BAD.paint("irreversible", colours) : "";
        text.append("\n%4d  %s%s%s\n"
                .formatted(operation.index(), Tone.STRONG.paint(operation.name(), colours), rows, mark));
        if (!operation.parameters().isEmpty()) {
            text.append(indented("with", Chosen.line(operation.parameters())));
        }
        text.append(does);
        operation.rollback().forEach(statement -> text.append(indented("back", statement)));
        operation.done().ifPresent(query -> text.append(indented("done?", query)));
        return text.toString();
    }

    /** With its label in front of the first line. */
    static String indented(String label, String text) {
        String[] lines = text.strip().split("\n", -1);
        StringBuilder indented = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            indented.append("      %-6s%s\n".formatted(i == 0 ? label : "", lines[i]));
        }
        return indented.toString();
    }

    /** A definition as its file says it. */
    public static String of(Registered registered) {
        String source = registered.source().strip().indent(4);
        String marks = registered.irreversible().isEmpty()
                ? ""
                : "; irreversible: " + String.join(", ", registered.irreversible());
        return "as defined%s:\n\n%s".formatted(marks, source);
    }
}
