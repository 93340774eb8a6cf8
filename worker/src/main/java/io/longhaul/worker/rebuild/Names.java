package io.longhaul.worker.rebuild;

import io.longhaul.common.run.QueryId;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The tables that a rebuild makes. Their names carry run, epoch and try, so that nobody else can send a statement that
 * still finds them: not a worker that was given up for dead, nor a request of our own that arrives late.
 */
final class Names {

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private final String table;
    private final QueryId attempt;

    Names(String table, QueryId attempt) {
        this.table = table;
        this.attempt = attempt;
    }

    /** The table that is rebuilt. */
    String table() {
        return table;
    }

    /** Until the exchange the new table, after it the old one. */
    String building() {
        String again = attempt.attempt() == 1 ? "" : "_" + attempt.attempt();
        return "%s%d%s".formatted(buildingPrefix(), attempt.epoch(), again);
    }

    /** How those of all epochs of the run begin. */
    String buildingPrefix() {
        return "%s__lh_%s_e".formatted(table, attempt.run());
    }

    /** From which the new table takes its columns, where they change. */
    String columns() {
        return building() + "_columns";
    }

    /** Where a try of a chunk gathers its rows. */
    String chunk(int number, int tries) {
        return "%s%d_%d_%d".formatted(chunkPrefix(), attempt.epoch(), number, tries);
    }

    String chunkPrefix() {
        return "lh_chunk_%s_e".formatted(attempt.run());
    }

    /** The chunk of which this is a staging table. */
    static int chunkOf(String staging) {
        int end = staging.lastIndexOf('_');
        return Integer.parseInt(staging.substring(staging.lastIndexOf('_', end - 1) + 1, end));
    }

    /** Whether the old table has been put aside under this name. */
    boolean isOld(String name) {
        return name.startsWith(oldPrefix());
    }

    /** How old tables that were put aside begin, of all rebuilds of the table. */
    String oldPrefix() {
        return table + "__lh_old_";
    }

    /** What the old table is called when all is done: the day says until when it is kept. */
    String old(LocalDate until) {
        return "%s%s_%s_%d".formatted(oldPrefix(), DAY.format(until), attempt.run(), attempt.operation());
    }

    /** Names of the kinds that a rebuild of the table gives to its tables. */
    static List<String> examples(String table) {
        Names names = new Names(table, new QueryId("lh-00000000-1-0-e1"));
        return List.of(names.building(), names.columns(), names.chunk(1, 1), names.old(LocalDate.EPOCH));
    }
}
