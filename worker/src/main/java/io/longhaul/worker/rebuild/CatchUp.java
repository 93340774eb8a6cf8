package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is in the one table and not yet in the other, as often as something new has come, before they are
 * exchanged.
 */
final class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    /** Rounds get shorter until one is short enough. */
    private static final int ROUNDS = 5;

    private static final Duration SHORT_ROUND = Duration.ofSeconds(1);

    /** What came in the last round is out of sight for about as long as the round took. */
    private static final Duration BEARABLE_ROUND = Duration.ofSeconds(10);

    private final Sender sender;
    private final Books books;
    private final Lanes lanes;
    private final Tally tally;
    private final long mark;
    private final Optional<String> without;
    private final Optional<Again> again;

    /**
     * Has partitions copied again, up to these block numbers: somebody has merged by hand ({@code OPTIMIZE} asks no
     * setting) what is copied with what is not, and only their parts have numbers.
     */
    interface Again {
        void plan(Map<String, Long> mixed) throws InterruptedException;
    }

    /**
     * For one direction of one rebuild.
     *
     * @param mark the block number up to which the tables were the same, or are made so by the bulk
     * @param without block numbers after it of rows that are in the other table already
     * @param again empty where rows keep their numbers through all merges
     */
    CatchUp(Sender sender, Books books, Lanes lanes, Tally tally, long mark, Set<Long> without, Optional<Again> again) {
        this.sender = sender;
        this.books = books;
        this.lanes = lanes;
        this.tally = tally;
        this.mark = mark;
        this.again = again;
        this.without = without.isEmpty()
                ? Optional.empty()
                : Optional.of("_block_number NOT IN (%s)"
                        .formatted(new TreeSet<>(without)
                                .stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }

    /**
     * Carries out what is planned, then copies what has come meanwhile until that is little. Where more comes than may
     * be copied, it goes on until people write less or allow more.
     */
    void converge(Sites sites) throws InterruptedException {
        carryOutPlanned(sites);
        for (int round = 1; !isNear(round(sites, round), round); round++) {
            if (round == ROUNDS) {
                log.atWarn()
                        .addKeyValue("table", sites.site().from())
                        .log(
                                "more is written than is copied; going on until that changes: see rebuild-rows-per-second");
            }
            sender.pass();
        }
    }

    /** Whether so little was missing that the tables may change places. */
    static boolean isNear(Duration took, int round) {
        return took.compareTo(SHORT_ROUND) < 0 || (round >= ROUNDS && took.compareTo(BEARABLE_ROUND) < 0);
    }

    private void carryOutPlanned(Sites sites) throws InterruptedException {
        List<Chunk> chunks = books.chunks();
        tally.expect(chunks);
        lanes.carryOut(sites.site(), chunks, tally, sites::requireSame);
    }

    /** Copies what has come, once more. */
    void round(Sites sites) throws InterruptedException {
        round(sites, 1);
    }

    private Duration round(Sites sites, int number) throws InterruptedException {
        tally.waits(number == 1 ? "copy what came meanwhile" : "copy what came meanwhile, round %d".formatted(number));
        // Before it is said what is missing: what comes while a chunk waits would be missing after the exchange.
        lanes.awaitThrottle(sender);
        List<Part> parts = Part.of(sender, sites.site().from());
        // Afterwards: the columns of what is in these parts are there by now.
        sites.follow();
        long beganAt = tally.now();
        if (copyMixedAgain(parts)) {
            carryOutPlanned(sites);
        }
        List<Slice> missing = missing(parts, tally.aim(parts, lanes.count()));
        if (!missing.isEmpty()) {
            books.plan(Chunk.Stage.DELTA, missing, List.of());
            carryOutPlanned(sites);
        }
        return Duration.ofNanos(tally.now() - beganAt);
    }

    private boolean copyMixedAgain(List<Part> parts) throws InterruptedException {
        if (again.isEmpty()) {
            return false;
        }
        Map<String, Long> mixed = coverage().mixed(parts);
        if (!mixed.isEmpty()) {
            log.atWarn()
                    .addKeyValue("partitions", mixed.keySet())
                    .log("partitions were merged by hand; copying them again");
            again.get().plan(mixed);
        }
        return !mixed.isEmpty();
    }

    /** What is in none of the chunks and not in the other table, in slices of about so many rows. */
    List<Slice> missing(List<Part> parts, long aim) throws InterruptedException {
        return coverage().missing(parts, aim, without);
    }

    /** Only of use when nothing is left to do. */
    Coverage coverage() throws InterruptedException {
        return Coverage.of(mark, books.chunks());
    }
}
