package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.stage.Stage;
import io.longhaul.local.quickstart.EventsTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The rows that are copied about, and whether they are all there. */
final class Data {

    private final Stage stage;
    private final long rows;
    private final String checksum;

    private Data(Stage stage, long rows, String checksum) {
        this.stage = stage;
        this.rows = rows;
        this.checksum = checksum;
    }

    /** Makes table {@code events} with so many rows. */
    static Data fill(Stage stage, long rows) throws IOException, InterruptedException {
        new EventsTable(stage.clickHouse()).fill(rows, new PrintStream(OutputStream.nullOutputStream()));
        return new Data(stage, rows, checksum(stage, "events"));
    }

    /** What is wrong when the run has ended so. */
    Findings lookAfter(Scenario scenario, String end) throws IOException, InterruptedException {
        Findings findings = new Findings();
        compare("events", findings);
        List<String> tables = new ArrayList<>(List.of("events"));
        boolean forward = end.equals("SUCCEEDED");
        if (forward && scenario == Scenario.IN_PLACE) {
            tables.add("events_copy");
            compare("events_copy", findings);
        } else if (forward) {
            tables.add("events_new");
            compare("events_new", findings);
        }
        boolean sorted = stage.value(
                        "SELECT sorting_key LIKE '%event%' FROM system.tables WHERE database = currentDatabase() AND name = 'events'")
                .equals("1");
        if (sorted != (forward && scenario != Scenario.IN_PLACE)) {
            findings.violations.add(
                    "%s, but the sorting key of events is the %s one".formatted(end, sorted ? "new" : "old"));
        }
        String found = stage.value("SELECT arraySort(groupArray(name)) FROM system.tables"
                + " WHERE database = currentDatabase() AND name <> 'longhaul_mark'");
        String wanted = "[%s]"
                .formatted(
                        String.join(",", tables.stream().map(t -> "'" + t + "'").toList()));
        if (!found.equals(wanted)) {
            findings.violations.add("%s, and there are tables %s instead of %s".formatted(end, found, wanted));
        }
        return findings;
    }

    private void compare(String table, Findings findings) throws IOException, InterruptedException {
        if (stage.value("EXISTS TABLE " + table).equals("0")) {
            findings.lost += rows;
            findings.violations.add("table " + table + " is not there");
            return;
        }
        long found = Long.parseLong(stage.value("SELECT count() FROM " + table));
        findings.lost += Math.max(0, rows - found);
        findings.doubled += Math.max(0, found - rows);
        if (found != rows) {
            findings.violations.add("%s has %d rows instead of %d".formatted(table, found, rows));
        } else if (!checksum(stage, table).equals(checksum)) {
            // As many as there should be, but others: one lost for each that is doubled.
            findings.lost++;
            findings.doubled++;
            findings.violations.add(table + " has as many rows as it should, but not the same");
        }
    }

    private static String checksum(Stage stage, String table) throws IOException, InterruptedException {
        return stage.value("SELECT hex(sum(cityHash64(*))) FROM " + table);
    }

    /** What was found wrong. */
    static final class Findings {
        private final List<String> violations = new ArrayList<>();
        private long lost;
        private long doubled;

        List<String> violations() {
            return violations;
        }

        long lost() {
            return lost;
        }

        long doubled() {
            return doubled;
        }
    }
}
