package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Brings what is in the one table and not yet in the other, as often as something new has come, before the exchange and
 * after it.
 */
final class CatchUp {

    /** Rounds get shorter until one is short enough. */
    private static final int ROUNDS = 5;

    private static final Duration SHORT_ROUND = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Sender sender;
    private final Books books;
    private final Lanes lanes;
    private final Guard guard;
    private final Tally tally;
    private final long mark;
    private final Optional<String> without;

    /**
     * For one direction of one rebuild.
     *
     * @param mark the block number up to which the tables were the same, or are made so by the bulk
     * @param without block numbers after it of rows that are in the other table already
     */
    CatchUp(Sender sender, Books books, Lanes lanes, Guard guard, Tally tally, long mark, Set<Long> without) {
        this.sender = sender;
        this.books = books;
        this.lanes = lanes;
        this.guard = guard;
        this.tally = tally;
        this.mark = mark;
        this.without = without.isEmpty()
                ? Optional.empty()
                : Optional.of("_block_number NOT IN (%s)"
                        .formatted(new TreeSet<>(without)
                                .stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }

    /** Carries out what is planned, then copies what has come meanwhile until that is little. */
    void converge(Site site) throws InterruptedException {
        carryOutPlanned(site);
        for (int round = 1; !round(site) && round < ROUNDS; round++) {
            sender.pass();
        }
    }

    private void carryOutPlanned(Site site) throws InterruptedException {
        List<Chunk> chunks = books.chunks();
        tally.expect(chunks);
        lanes.carryOut(site, chunks, tally);
    }

    /** Copies what has come; true when that took so short a time that it is not worth doing again. */
    boolean round(Site site) throws InterruptedException {
        tally.waits("copy what came meanwhile");
        // Before it is said what is missing: what comes while a chunk waits would be missing after the exchange.
        lanes.awaitThrottle(sender);
        List<Part> parts = Part.of(sender, site.from());
        List<Slice> missing = coverage().missing(parts, tally.aim(parts, lanes.count()), without);
        if (missing.isEmpty()) {
            return true;
        }
        books.plan(Chunk.Stage.DELTA, missing, List.of());
        long beganAt = tally.now();
        carryOutPlanned(site);
        return tally.now() - beganAt < SHORT_ROUND.toNanos();
    }

    /**
     * Inserts that were under way at the exchange end in the table that was exchanged: their rows follow the others.
     */
    void drain(Site site, Tables tables, List<String> inFlight) throws InterruptedException {
        List<String> underWay = inFlight;
        // What an earlier worker had planned comes first: only then can be said what is missing.
        publishPlanned(site);
        while (true) {
            List<String> still = tables.stillRunning(underWay);
            List<Slice> missing = coverage().missing(Part.of(sender, site.from()), Long.MAX_VALUE / 4, without);
            if (missing.isEmpty() && still.isEmpty()) {
                return;
            }
            underWay = still;
            if (missing.isEmpty()) {
                guard.await(LOOK);
            } else {
                books.plan(Chunk.Stage.TAIL, missing, List.of());
                publishPlanned(site);
            }
        }
    }

    /** People wait for these rows: first they are published, then compared, those of an earlier worker too. */
    private void publishPlanned(Site site) throws InterruptedException {
        ChunkWork work = new ChunkWork(site, sender);
        for (Chunk chunk : books.chunks()) {
            if (chunk.state() == Chunk.State.PLANNED) {
                work.copyUnseen(chunk);
                tally.done(chunk.slice());
            }
        }
        for (Chunk chunk : books.chunks()) {
            if (chunk.stage() == Chunk.Stage.TAIL && ChunkWork.isUnseen(chunk)) {
                work.look(chunk);
            }
        }
    }

    /** Only of use when nothing is left to do. */
    Coverage coverage() throws InterruptedException {
        return Coverage.of(mark, books.chunks());
    }
}
