package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.QueryId;
import java.util.List;

/**
 * Where the chunks of a rebuild come from and go to.
 *
 * @param names of the tables that are made
 * @param from the old table's name at the moment
 * @param into the new table's
 * @param way how the bulk of the rows gets there
 * @param fingerprint of what is copied
 * @param attempt on whose behalf
 * @param blockRows that are written as one part at most
 * @param books what the store knows
 */
record Site(
        Names names,
        String from,
        String into,
        Way.Kind way,
        Fingerprint fingerprint,
        QueryId attempt,
        long blockRows,
        Books books) {

    /** For tables whose columns change so; {@code parts} are those of the first. */
    static Site of(
            Names names,
            TableFacts from,
            TableFacts into,
            Way.Kind way,
            List<ColumnChange> changes,
            QueryId attempt,
            List<Part> parts,
            Books books,
            Sender sender) {
        return new Site(
                names,
                from.name(),
                into.name(),
                way,
                new Fingerprint(from.columns(), into.columns(), changes, sender::quoted),
                attempt,
                blockRows(
                        parts.stream().mapToLong(Part::rows).sum(),
                        parts.stream().mapToLong(Part::rawBytes).sum()),
                books);
    }

    /** Whether the rows of a chunk become hard links. */
    boolean isLinked(Chunk chunk) {
        return way == Way.Kind.ATTACH && chunk.stage() == Chunk.Stage.BULK;
    }

    /** A block is held in memory as a whole. */
    static final long BLOCK_BYTES = 250_000_000;

    private static final long MOST_ROWS = 4_000_000;

    /** How many rows of this size make a block. */
    private static long blockRows(long rows, long rawBytes) {
        long width = Math.max(1, rawBytes / Math.max(1, rows));
        return Math.max(8192, Math.min(MOST_ROWS, BLOCK_BYTES / width));
    }
}
