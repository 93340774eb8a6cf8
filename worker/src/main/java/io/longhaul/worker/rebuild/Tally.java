package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Slice;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final AtomicInteger chunks = new AtomicInteger();
    private final AtomicInteger chunksDone = new AtomicInteger();
    private volatile String step = "looking at the table";
    private volatile boolean isPaced;

    Tally(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Does something that the throttle has no say in. */
    void at(String words) {
        isPaced = false;
        step = words;
    }

    /** Does something that the throttle may hold up. */
    void waits(String words) {
        step = words;
        isPaced = true;
    }

    /** A chunk waits for its turn, or is carried out. */
    void next(String verb, Chunk chunk) {
        String what = chunk.stage() == Chunk.Stage.BULK
                ? "%s %s".formatted(verb, chunk.slice().title())
                : "copy what came meanwhile, " + chunk.slice().title();
        int all = chunks.get();
        step = "%s · chunk %d/%d".formatted(what, Math.min(all, chunksDone.get() + 1), all);
        isPaced = true;
    }

    /** Some chunks have become others. */
    void resized(int before, int after) {
        chunks.addAndGet(after - before);
    }

    /** What is done now, in words for people. */
    String step() {
        return step;
    }

    /** Whether the throttle has a say in what is done now. */
    boolean isPaced() {
        return isPaced;
    }

    /** Counts anew what is there to do. */
    void expect(List<Chunk> planned) {
        List<Chunk> counted = planned.stream()
                .filter(chunk -> chunk.state() != Chunk.State.REPLACED)
                .toList();
        chunks.set(counted.size());
        chunksDone.set((int) counted.stream()
                .filter(chunk -> chunk.state() == Chunk.State.PUBLISHED)
                .count());
        expected.set(counted.stream().mapToLong(chunk -> chunk.slice().rows()).sum());
        done.set(counted.stream()
                .filter(chunk -> chunk.state() == Chunk.State.PUBLISHED)
                .mapToLong(chunk -> chunk.slice().rows())
                .sum());
    }

    void done(Slice slice) {
        chunksDone.incrementAndGet();
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
        return Math.max(FEWEST_ROWS, Math.min(CHUNK_BYTES / width, rows / ((long) lanes * CHUNKS_A_LANE)));
    }
}
