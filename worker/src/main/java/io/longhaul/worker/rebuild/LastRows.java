package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Slice;
import io.longhaul.worker.target.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the rows that are in the table that was exchanged and not in the one that people read now. They miss them, so
 * each chunk is published before it is compared, and whatever fails is tried again at once: somebody may have altered
 * the table just then. For one thread.
 */
final class LastRows {

    private static final Logger log = LoggerFactory.getLogger(LastRows.class);

    private static final Duration LOOK = Duration.ofMillis(100);

    /**
     * How long an insert of a table that streams may be under way: it gathers rows, by default for up to 7.5 s
     * ({@code stream_flush_interval_ms}), and then writes them.
     */
    private static final Duration STREAMS = Duration.ofSeconds(20);

    /** For some six seconds: then a person has to see what it is. */
    private static final int TRIES = 7;

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    private final Job job;
    private final Tables tables;
    private final Where where;
    private Site site;

    /** From where they come, and where they go, as that is now. */
    interface Where {
        Site site() throws InterruptedException;
    }

    LastRows(Job job, Tables tables, Where where) throws InterruptedException {
        this.job = job;
        this.tables = tables;
        this.where = where;
        this.site = where.site();
    }

    /**
     * Returns when all are there and no more can come. Inserts that were under way at the exchange end in the table
     * that was exchanged; those that nobody can see are waited for as long as they may take.
     */
    void bring(Milestones now) throws InterruptedException {
        CatchUp catchUp = job.catchUp(now, Optional.empty());
        List<String> underWay = now.inFlight();
        long until = job.tally().now();
        job.tally().at("last rows");
        if (Tables.hasStreams(job.sender()::rows)) {
            job.tally().at("last rows, also of tables that stream");
            until += STREAMS.toNanos();
        }
        // What an earlier worker had planned comes first: only then can be said what is missing.
        job.settlement(site).settle(job.books().chunks());
        publishPlanned();
        while (true) {
            boolean mayEnd = job.tally().now() - until >= 0;
            List<String> still = tables.stillRunning(underWay);
            List<Part> parts = Part.of(job.sender(), site.from());
            requireApart(catchUp.coverage().mixed(parts));
            List<Slice> missing = catchUp.missing(parts, Long.MAX_VALUE / 4);
            if (mayEnd && missing.isEmpty() && still.isEmpty()) {
                return;
            }
            underWay = still;
            if (missing.isEmpty()) {
                job.guard().await(LOOK);
            } else {
                job.books().plan(Chunk.Stage.TAIL, missing, List.of());
                publishPlanned();
            }
        }
    }

    /** Nobody can copy such a partition again by now: the new one has rows of people in it. */
    private void requireApart(Map<String, Long> mixed) throws InterruptedException {
        if (!mixed.isEmpty() && Watermark.goesByParts(tables.facts(site.from()))) {
            throw Broken.because(
                    "merged",
                    "somebody merged partitions %s of %s by hand (OPTIMIZE) just when the tables changed places, so that its last rows cannot be told from the others; %s is kept, look in it"
                            .formatted(String.join(", ", mixed.keySet()), job.table(), site.from()));
        }
    }

    /** Those of an earlier worker are compared, too. */
    private void publishPlanned() throws InterruptedException {
        for (Chunk chunk : job.books().chunks()) {
            if (chunk.state() == Chunk.State.PLANNED) {
                publish(chunk);
                job.tally().done(chunk.slice());
            }
        }
        for (Chunk chunk : job.books().chunks()) {
            if (chunk.stage() == Chunk.Stage.TAIL && chunk.isUnseen()) {
                work().look(chunk);
            }
        }
    }

    private void publish(Chunk planned) throws InterruptedException {
        Chunk chunk = planned;
        for (int tries = 1; chunk.state() == Chunk.State.PLANNED; tries++) {
            try {
                work().copyUnseen(chunk);
                return;
            } catch (Broken broken) {
                if (broken.outcome() instanceof Outcome.Lost || broken.isOurs() || tries >= TRIES) {
                    throw broken;
                }
                chunk = settled(chunk, broken.failure(), FIRST_WAIT.multipliedBy(1L << (tries - 1)));
            }
        }
    }

    /** The chunk as it is after a failure: still planned, or published all the same. */
    private Chunk settled(Chunk chunk, Failure failure, Duration wait) throws InterruptedException {
        log.atWarn()
                .addKeyValue("chunk", chunk.number())
                .addKeyValue("failure", failure)
                .log("last rows are not published; trying again");
        job.books().failed(chunk.number(), failure, wait);
        job.guard().await(wait);
        site = where.site();
        job.settlement(site).settle(List.of(current(chunk)));
        return current(chunk);
    }

    private Chunk current(Chunk chunk) throws InterruptedException {
        return job.books().chunks().stream()
                .filter(other -> other.number() == chunk.number())
                .findFirst()
                .orElseThrow();
    }

    private ChunkWork work() {
        return new ChunkWork(site, job.sender(), 0);
    }
}
