package io.longhaul.common.migration;

import java.time.Duration;

/**
 * Gives a ClickHouse table that is being written to another shape. Nothing is lost or doubled, and nobody waits: the
 * rows are copied, or linked where that is enough, into a new table which then takes the old one's name.
 *
 * @param table in the target database
 * @param shape what is to be different
 * @param keepOldTable how long the old table is kept after the exchange, in whole days; zero drops it at once
 * @param handling what is done when it does not simply succeed
 */
public record RebuildTable(String table, TableShape shape, Duration keepOldTable, Handling handling)
        implements Operation {

    /** What is done in three weeks is worth keeping for longer than one. */
    public static final Duration KEEP = Duration.ofDays(14);

    public RebuildTable {
        if (shape.isEmpty()) {
            throw new IllegalArgumentException("the rebuild of %s changes nothing".formatted(table));
        }
        if (keepOldTable.isNegative()) {
            throw new IllegalArgumentException("an old table kept for " + keepOldTable);
        }
    }

    /** Its chunks are worth keeping, whatever happens. */
    public RebuildTable(String table, TableShape shape) {
        this(table, shape, KEEP, Handling.of(CrashRule.RESUME));
    }

    /** The same, with another time for which the old table is kept; zero drops it at once. */
    public RebuildTable withOldTableKept(Duration other) {
        return new RebuildTable(table, shape, other, handling);
    }

    @Override
    public String name() {
        return "rebuildTable " + table;
    }
}
