package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Slice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Copies one chunk: into a staging table of its own, held against the old table, remembered part by part, and only then
 * moved into the new one. For one thread.
 */
final class ChunkWork {

    /** The checksum of what nobody has compared yet. */
    private static final String UNSEEN = "";

    /** Blocks that are not too small: those of the defaults cost a twentieth more (measured on 26.7). */
    private static final String LOOKING =
            " SETTINGS max_threads = 1, max_block_size = 24576, preferred_block_size_bytes = 24000000";

    /**
     * So many for a chunk that would fit into fewer: no more parts than the plain statement leaves. Where memory is
     * slow, as in a virtual machine, blocks that fill it anew each time cost up to half as much again (measured on
     * 26.7).
     */
    private static final int BLOCKS = 4;

    private static final long SMALL_BLOCK = 131_072;
    private static final long FEWEST_ROWS = 8192;

    private final Site site;
    private final Sender sender;
    private final int halvings;

    /** {@code halvings}: how often a block was too much for the server's memory; each time it gets half as large. */
    ChunkWork(Site site, Sender sender, int halvings) {
        this.site = site;
        this.sender = sender;
        this.halvings = halvings;
    }

    /** Before anybody reads the new table: what differs is never published. */
    void copy(Chunk chunk) throws InterruptedException {
        long share = Math.max(SMALL_BLOCK, chunk.slice().rows() / BLOCKS);
        Staged staged = stage(chunk, Math.min(share, site.blockRows()));
        Side old = side(site.fingerprint().ofOld(quoted(site.from()), Literal.where(chunk.slice())));
        Side fresh = side(site.fingerprint().ofNew(quoted(staged.table()), "1"));
        if (!old.equals(fresh)) {
            drop(staged.table());
            throw Broken.because(
                    Lanes.DIFFERS,
                    "chunk %d, %s: %s in the old table, %s in the copy"
                            .formatted(chunk.number(), chunk.slice().title(), old, fresh));
        }
        publish(chunk, staged, old.checksum());
    }

    /** After the exchange, when people wait for the rows: published before they are compared. */
    void copyUnseen(Chunk chunk) throws InterruptedException {
        // As one part, so that it is there as a whole or not at all.
        publish(chunk, stage(chunk, site.blockRows()), UNSEEN);
    }

    /** Compares it where it is now. Merges are off, so its parts are still there. */
    void look(Chunk chunk) throws InterruptedException {
        Set<String> uuids =
                chunk.filling().parts().stream().map(Chunk.Part::uuid).collect(Collectors.toSet());
        List<Part> parts = Part.of(sender, site.into()).stream()
                .filter(part -> uuids.contains(part.uuid()))
                .toList();
        String names = Literal.list(parts.stream().map(Part::name).toList());
        Side old = side(site.fingerprint().ofOld(quoted(site.from()), Literal.where(chunk.slice())));
        Side fresh = parts.isEmpty()
                ? new Side(0, "0")
                : side(site.fingerprint().ofNew(quoted(site.into()), "_part IN (%s)".formatted(names)));
        if (!old.equals(fresh)) {
            throw Broken.because(
                    "differs",
                    "the last rows, chunk %d: %s in the old table, %s in the new one; the old table %s is kept"
                            .formatted(chunk.number(), old, fresh, site.from()));
        }
        Map<String, Long> blocks =
                parts.stream().filter(part -> part.from() == part.to()).collect(Collectors.toMap(Part::uuid, Part::to));
        site.books().published(chunk.number(), chunk.filling().seen(old.checksum(), blocks));
    }

    private Staged stage(Chunk chunk, long blockRows) throws InterruptedException {
        Slice slice = chunk.slice();
        int tries = chunk.tries() + 1;
        QueryId query = site.attempt().ofChunk(chunk.number(), tries);
        site.books().begin(chunk.number(), query);
        String table = site.names().chunk(chunk.number(), tries);
        sender.send("CREATE TABLE %s AS %s".formatted(quoted(table), quoted(site.into())));
        String columns = site.fingerprint().copied();
        long rows = halvings == 0 ? blockRows : Math.max(FEWEST_ROWS, Math.min(blockRows, slice.rows()) >> halvings);
        // Where rows are much larger than the others of their table, their bytes count.
        long bytes = Site.BLOCK_BYTES >> halvings;
        // One thread writes one part for each partition; nothing is collapsed, so that both sides can be compared. A
        // block is read as large as it is written: put together from small ones, it costs a tenth more (measured on
        // 26.7).
        sender.send(query, slice.rows(), """
                INSERT INTO %s (%s)
                SELECT %s FROM %s
                 WHERE %s
                SETTINGS max_threads = 1, max_insert_threads = 1, optimize_on_insert = 0, optimize_read_in_order = 0,
                         max_block_size = %d, preferred_block_size_bytes = %d,
                         min_insert_block_size_rows = %d, min_insert_block_size_bytes = %d,
                         max_partitions_per_insert_block = 0, insert_deduplicate = 0, final = 0""".formatted(
                        quoted(table),
                        columns,
                        columns,
                        quoted(site.from()),
                        Literal.where(slice),
                        rows,
                        2 * bytes,
                        rows / 2,
                        bytes));
        return new Staged(table, Part.of(sender, table));
    }

    private void publish(Chunk chunk, Staged staged, String checksum) throws InterruptedException {
        site.books().filled(chunk.number(), filling(chunk, staged, checksum));
        if (!staged.parts().isEmpty()) {
            Set<String> partitions = new TreeSet<>();
            staged.parts().forEach(part -> partitions.add(part.partition()));
            String moves = partitions.stream()
                    .map(partition ->
                            "MOVE PARTITION ID %s TO TABLE %s".formatted(Literal.text(partition), quoted(site.into())))
                    .collect(Collectors.joining(", "));
            sender.alter(staged.table(), moves);
        }
        site.books().published(chunk.number());
        drop(staged.table());
    }

    private static Chunk.Filling filling(Chunk chunk, Staged staged, String checksum) {
        return new Chunk.Filling(
                staged.parts().stream().mapToLong(Part::rows).sum(),
                staged.parts().stream().mapToLong(Part::bytes).sum(),
                checksum,
                chunk.slice().upTo(),
                staged.parts().stream()
                        .map(part -> new Chunk.Part(part.partition(), part.uuid(), part.rows()))
                        .toList());
    }

    private void drop(String staging) throws InterruptedException {
        sender.drop(staging);
    }

    private Side side(String query) throws InterruptedException {
        Map<String, String> row = sender.row(query + LOOKING, Map.of());
        return new Side(Part.number(row, "rows"), row.getOrDefault("checksum", "0"));
    }

    private String quoted(String name) {
        return sender.quoted(name);
    }

    /** Rows that are copied and not yet published. */
    private record Staged(String table, List<Part> parts) {}

    /** One of the two that must be equal. */
    private record Side(long rows, String checksum) {

        @Override
        public String toString() {
            return "%d rows, checksum %s".formatted(rows, checksum);
        }
    }
}
