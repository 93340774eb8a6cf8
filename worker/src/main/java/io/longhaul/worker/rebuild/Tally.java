package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Slice;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How far a rebuild is, and how large its chunks are to be. Safe for use by many threads. */
final class Tally {

    /** Of a chunk, without compression: at 100 MB a second and thread, some twenty seconds. */
    private static final long CHUNK_BYTES = 2L << 30;

    private static final long FEWEST_ROWS = 50_000;

    /** So that lanes that are done early find something to do. */
    private static final int CHUNKS_A_LANE = 6;

    private final LongSupplier nanoTime;
    private final AtomicLong expected = new AtomicLong();
    private final AtomicLong done = new AtomicLong();

    Tally(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts anew what is there to do. */
    void expect(List<Chunk> chunks) {
        expected.set(chunks.stream()
                .filter(chunk -> chunk.state() != Chunk.State.REPLACED)
                .mapToLong(chunk -> chunk.slice().rows())
                .sum());
        done.set(chunks.stream()
                .filter(chunk -> chunk.state() == Chunk.State.PUBLISHED)
                .mapToLong(chunk -> chunk.slice().rows())
                .sum());
    }

    void done(Slice slice) {
        done.addAndGet(slice.rows());
    }

    long rowsDone() {
        return done.get();
    }

    long rowsExpected() {
        return expected.get();
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** Rows of a chunk, for a table of such parts. */
    long aim(List<Part> parts, int lanes) {
        long rows = parts.stream().mapToLong(Part::rows).sum();
        long bytes = parts.stream().mapToLong(Part::rawBytes).sum();
        long width = Math.max(1, bytes / Math.max(1, rows));
        return Math.max(FEWEST_ROWS, Math.min(CHUNK_BYTES / width, rows / (lanes * CHUNKS_A_LANE)));
    }
}
