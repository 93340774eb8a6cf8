package io.longhaul.dispatcher.view;

import io.longhaul.common.report.RebuildReport;
import io.longhaul.common.report.RebuildReport.Change;
import io.longhaul.dispatcher.text.Counts;
import java.util.stream.Collectors;

/** What a rebuild would make of a table, and how. */
final class RebuildLines {

    private RebuildLines() {}

    /** Each line ended. */
    static String of(RebuildReport rebuild) {
        return PlanPage.indented(
                        "", rebuild.changes().stream().map(RebuildLines::change).collect(Collectors.joining("\n")))
                + PlanPage.indented("how", String.join("\n", way(rebuild), String.join("\n", rebuild.how())))
                + PlanPage.indented("table", table(rebuild));
    }

    /** In one line. */
    static String brief(RebuildReport rebuild) {
        return "%s: %s; %s".formatted(rebuild.table(), way(rebuild), String.join("; ", rebuild.how()));
    }

    private static String way(RebuildReport rebuild) {
        return rebuild.linked()
                ? "hard links, 0 rows copied"
                : "%s copied into a new table, which takes the name".formatted(Counts.rows(rebuild.tableRows()));
    }

    private static String change(Change change) {
        if (change.from().isEmpty()) {
            return "+ %s %s".formatted(change.what(), change.to());
        }
        return change.to().isEmpty()
                ? "- %s %s".formatted(change.what(), change.from())
                : "%s: %s → %s".formatted(change.what(), change.from(), change.to());
    }

    private static String table(RebuildReport rebuild) {
        String old = rebuild.keepOldTable().equals("0s")
                ? "the old one is dropped at once"
                : "the old one is kept for " + rebuild.keepOldTable();
        return "%s · %s; %s".formatted(Counts.rows(rebuild.tableRows()), Counts.bytes(rebuild.tableBytes()), old);
    }
}
