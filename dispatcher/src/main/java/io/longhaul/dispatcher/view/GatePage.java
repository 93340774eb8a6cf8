package io.longhaul.dispatcher.view;

import io.longhaul.common.gate.Blocker;
import io.longhaul.common.gate.GateReport;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.dispatcher.text.Table;
import io.longhaul.dispatcher.text.Table.Cell;
import io.longhaul.dispatcher.text.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether an upgrade may go ahead: a line for each migration that has to do with that. */
public final class GatePage {

    private final GateReport report;
    private final ShortIds ids;

    /** The page; {@code all} are the ids of all migrations. */
    public GatePage(GateReport report, List<MigrationId> all) {
        this.report = report;
        this.ids = new ShortIds(all);
    }

    /** Empty where there is nothing to say of any migration. */
    public String table(int width, boolean colours) {
        if (report.blockers().isEmpty() && report.future().isEmpty()) {
            return "";
        }
        Table table = new Table(Set.of(), "MIGRATION", "STATE", "WHAT FINISHES IT", "WHY");
        for (Blocker blocker : report.blockers()) {
            table.add(
                    Cell.of(blocker.migration().value()),
                    state(blocker),
                    Cell.of(blocker.next().command(ids.of(blocker.migration()))),
                    Cell.of(blocker.why()));
        }
        for (GateReport.Future future : report.future()) {
            table.add(
                    Cell.of(future.migration().value(), Tone.QUIET),
                    Cell.of("future", Tone.QUIET),
                    Cell.of(""),
                    Cell.of("needs app %s; does not block".formatted(future.from()), Tone.QUIET));
        }
        return table.draw(width, colours);
    }

    private static Cell state(Blocker blocker) {
        return blocker.state()
                .map(state -> Cell.of(StateWords.inList(state), StateWords.tone(state)))
                .orElseGet(() -> Cell.of(StateWords.NEVER_RUN));
    }

    /** Go or not. */
    public String sentence() {
        if (report.isOpen()) {
            return "Go: nothing blocks an upgrade to %s.".formatted(report.to());
        }
        List<String> counts = new ArrayList<>();
        for (Blocker.Kind kind : Blocker.Kind.values()) {
            long count = report.blockers().stream()
                    .filter(blocker -> blocker.kind() == kind)
                    .count();
            if (count > 0) {
                counts.add("%d %s".formatted(count, word(kind)));
            }
        }
        return "Not yet to %s: %s. Finish them in this order, then ask again."
                .formatted(report.to(), String.join(", ", counts));
    }

    private static String word(Blocker.Kind kind) {
        return switch (kind) {
            case PENDING -> "to be run or resumed";
            case RUNNING -> "under way";
            case FAILED -> "failed";
        };
    }
}
