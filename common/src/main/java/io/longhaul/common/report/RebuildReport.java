package io.longhaul.common.report;

import java.util.List;

/**
 * What a rebuild of a table would be.
 *
 * @param table that gets another shape
 * @param changes what will be different about it
 * @param linked whether its rows become hard links, and none is copied
 * @param how it would be done, and why so; sentences for people
 * @param tableRows that the table has, about
 * @param tableBytes that it takes on disk
 * @param keepOldTable for how long the old table is kept, such as {@code 14d}; {@code 0s} drops it at once
 */
public record RebuildReport(
        String table,
        List<Change> changes,
        boolean linked,
        List<String> how,
        long tableRows,
        long tableBytes,
        String keepOldTable) {

    public RebuildReport {
        changes = List.copyOf(changes);
        how = List.copyOf(how);
    }

    /**
     * Something that will be different.
     *
     * @param what such as {@code sorting key} or {@code column person_id}
     * @param from as it is; empty where there is none yet
     * @param to as it will be; empty where there will be none
     */
    public record Change(String what, String from, String to) {}
}
