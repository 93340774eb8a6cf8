package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Slice;
import io.longhaul.worker.target.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a table from one shape to another, from wherever an earlier worker came to. Every step finds out first whether it
 * is done; the order of the steps is that of the measured recipe, and each must be in the store before the next begins.
 */
final class Rebuild {

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Copying what came while the last round ran: the rounds get shorter until one is short enough. */
    private static final int ROUNDS = 5;

    /** How often partitions that changed under the copy are copied again. */
    private static final int REDONE = 3;

    private static final Duration SHORT_ROUND = Duration.ofSeconds(1);

    private final RebuildTable what;
    private final Names names;
    private final QueryId attempt;
    private final Sender sender;
    private final Books books;
    private final Lanes lanes;
    private final Guard guard;
    private final Tally tally;
    private final Clock clock;

    Rebuild(
            RebuildTable what,
            QueryId attempt,
            Sender sender,
            Books books,
            Lanes lanes,
            Guard guard,
            Tally tally,
            Clock clock) {
        this.what = what;
        this.names = new Names(what.table(), attempt);
        this.attempt = attempt;
        this.sender = sender;
        this.books = books;
        this.lanes = lanes;
        this.guard = guard;
        this.tally = tally;
        this.clock = clock;
    }

    /** Answers how many rows were copied or linked. */
    long carryOut() throws InterruptedException {
        Tables tables = new Tables(names, sender);
        Optional<Milestones> known = books.milestones();
        Milestones now = known.isPresent() ? tables.takeOver(known.get()) : begin();
        if (now.newUuid().isEmpty()) {
            now = remember(now.built(tables.build(old(now), what.shape(), now.watermark())));
        }
        if (!now.exchanged()) {
            if (!tables.isExchanged(now)) {
                prepare(now, tables);
                tally.at("exchange");
                tables.exchange(now);
            }
            now = remember(now.exchanged(tables.insertsInFlight()));
        }
        if (!now.drained()) {
            tally.at("last rows");
            drain(now, tables);
            now = remember(now.isDrained());
        }
        tally.at("finish");
        finish(now, tables);
        return tally.rowsDone();
    }

    private Milestones begin() throws InterruptedException {
        Survey.Plan plan = new Survey(what, sender::rows).look();
        TableFacts old = plan.table();
        boolean canNumber = Watermark.canNumber(sender);
        Map<String, String> ofNew = Watermark.settingsOfNew(canNumber);
        log.atInfo()
                .addKeyValue("table", what.table())
                .addKeyValue("way", plan.way().because())
                .addKeyValue("watermark", plan.watermark().because())
                .log("rebuilding a table");
        return remember(Milestones.begun(
                old.uuid(),
                plan.way(),
                plan.watermark(),
                Settings.before(old.clauses(), plan.watermark().settings()),
                Settings.before(new Blueprint(old, what.shape()).clauses(), Watermark.forTheCopy(ofNew))));
    }

    /** Everything up to the exchange. */
    private void prepare(Milestones begun, Tables tables) throws InterruptedException {
        Milestones now = begun;
        Site site = site(now, what.table(), names.building());
        new Settlement(site, sender).settle(books.chunks());
        Settings.set(sender, what.table(), now.watermark().settings());
        if (!now.isMarked()) {
            now = remember(mark(now));
        }
        if (books.chunks().isEmpty()) {
            planBulk(now);
        }
        Audit audit = new Audit(site, sender, old(now), what.shape().columns(), guard, now.unrest());
        do {
            converge(now, site, audit);
            flushAsynchronousInserts();
            delta(now, site);
        } while (!audit.isQuiet());
    }

    /** Copies until what is missing is little, and both tables are the same but for that. */
    private void converge(Milestones now, Site site, Audit audit) throws InterruptedException {
        for (int redone = 0; redone <= REDONE; redone++) {
            carryOutPlanned(site);
            for (int round = 1; !delta(now, site) && round < ROUNDS; round++) {
                log.atInfo().addKeyValue("round", round).log("copying what has come meanwhile");
            }
            tally.at("compare both tables");
            Set<String> differing = audit.differing(now);
            if (differing.isEmpty()) {
                return;
            }
            log.atWarn().addKeyValue("partitions", differing).log("partitions have changed since they were copied; copying them again");
            audit.redo(now, differing, tally.aim(Part.of(sender, site.from()), lanes.count()));
        }
        throw Broken.because(
                "differs",
                "%s and its copy differ after %d tries; is something deleting or updating rows all the time? Nothing was exchanged"
                        .formatted(what.table(), REDONE));
    }

    /** Asynchronous inserts wait in the server under the table's name. Not everybody may do this, and not doing it loses nothing. */
    private void flushAsynchronousInserts() throws InterruptedException {
        try {
            sender.send("SYSTEM FLUSH ASYNC INSERT QUEUE");
        } catch (Broken refused) {
            if (refused.outcome() instanceof Outcome.Lost) {
                throw refused;
            }
            log.atDebug().setCause(refused).log("asynchronous inserts are not flushed");
        }
    }

    /** What is written from now on has a higher number than what is there. */
    private Milestones mark(Milestones now) throws InterruptedException {
        if (now.watermark().kind() == Watermark.Kind.MERGES_OFF) {
            awaitMerges();
        }
        Unrest before = Unrest.of(sender, what.table());
        long mark = Part.of(sender, what.table()).stream().mapToLong(Part::to).max().orElse(0);
        return now.marked(mark, before);
    }

    private void awaitMerges() throws InterruptedException {
        tally.at("wait for merges to end");
        while (Part.number(
                        sender.row(
                                """
                                SELECT count() AS merges FROM system.merges
                                 WHERE database = currentDatabase() AND table = {table:String}""",
                                Map.of("table", what.table())),
                        "merges")
                > 0) {
            guard.await(LOOK);
        }
    }

    private void planBulk(Milestones now) throws InterruptedException {
        List<Part> parts = Part.of(sender, what.table());
        List<Slice> slices = new ArrayList<>();
        if (now.way().kind() == Way.Kind.ATTACH) {
            parts.stream().map(Part::partition).distinct().forEach(partition -> slices.add(new Slice(
                    List.of(partition),
                    0,
                    now.mark(),
                    Optional.empty(),
                    parts.stream()
                            .filter(part -> part.partition().equals(partition))
                            .mapToLong(Part::rows)
                            .sum())));
        } else {
            slices.addAll(Slicing.cut(parts, 0, now.mark(), tally.aim(parts, lanes.count())));
        }
        books.plan(Chunk.Stage.BULK, slices, List.of());
    }

    private void carryOutPlanned(Site site) throws InterruptedException {
        List<Chunk> chunks = books.chunks();
        tally.expect(chunks);
        lanes.carryOut(site, chunks, tally);
    }

    /** Copies what has come meanwhile; true when that took so short a time that it is not worth doing again. */
    private boolean delta(Milestones now, Site site) throws InterruptedException {
        tally.waits("copy what came meanwhile");
        // Before it is said what is missing: what comes while a chunk waits would be missing after the exchange.
        lanes.awaitThrottle(sender);
        List<Part> parts = Part.of(sender, what.table());
        List<Slice> missing =
                Coverage.of(now.mark(), books.chunks()).missing(parts, tally.aim(parts, lanes.count()));
        if (missing.isEmpty()) {
            return true;
        }
        books.plan(Chunk.Stage.DELTA, missing, List.of());
        long beganAt = tally.now();
        carryOutPlanned(site);
        return tally.now() - beganAt < SHORT_ROUND.toNanos();
    }

    /** Inserts that were under way at the exchange end in the old table: their rows follow them. */
    private void drain(Milestones now, Tables tables) throws InterruptedException {
        Site site = site(now, names.building(), what.table());
        new Settlement(site, sender).settle(books.chunks());
        List<String> underWay = now.inFlight();
        while (true) {
            List<String> still = tables.stillRunning(underWay);
            List<Part> parts = Part.of(sender, site.from());
            List<Slice> missing = Coverage.of(now.mark(), books.chunks()).missing(parts, Long.MAX_VALUE / 4);
            if (!missing.isEmpty()) {
                books.plan(Chunk.Stage.TAIL, missing, List.of());
            }
            for (Chunk chunk : books.chunks()) {
                if (chunk.state() == Chunk.State.PLANNED) {
                    new ChunkWork(site, sender).copyLive(chunk);
                    tally.done(chunk.slice());
                }
            }
            if (missing.isEmpty() && still.isEmpty()) {
                return;
            }
            underWay = still;
            if (missing.isEmpty()) {
                guard.await(LOOK);
            }
        }
    }

    /**
     * Takes back what was done. Before the exchange nobody has seen the new table: it goes, and the old one is as it was.
     */
    long takeBack() throws InterruptedException {
        Optional<Milestones> begun = books.beforeTurning();
        if (begun.isEmpty()) {
            return 0;
        }
        tally.at("take back");
        Tables tables = new Tables(names, sender);
        tables.rename(begun.get());
        if (tables.isExchanged(begun.get())) {
            throw Broken.because(
                    "exchanged",
                    "%s has its new shape already; to get the old one back, rebuild it the other way"
                            .formatted(what.table()));
        }
        Settlement.dropStaging(names, sender);
        tables.dropBuilt(begun.get());
        Settings.restore(sender, tables.facts(what.table()), begun.get().restore());
        return 0;
    }

    private void finish(Milestones now, Tables tables) throws InterruptedException {
        Settings.restore(sender, tables.facts(what.table()), now.drop());
        LocalDate until = LocalDate.now(clock).plusDays(what.keepOldTable().toDays());
        tables.retire(now, names.old(until), what.keepOldTable().isZero());
    }

    private TableFacts old(Milestones now) throws InterruptedException {
        TableFacts old = new Tables(names, sender).facts(what.table());
        if (!old.uuid().equals(now.oldUuid())) {
            throw Broken.because(
                    "changed",
                    "%s is another table than when the rebuild began; somebody has exchanged or made it anew"
                            .formatted(what.table()));
        }
        return old;
    }

    private Site site(Milestones now, String from, String into) throws InterruptedException {
        Tables tables = new Tables(names, sender);
        TableFacts old = tables.facts(from);
        List<Part> parts = Part.of(sender, from);
        return new Site(
                names,
                from,
                into,
                now.way().kind(),
                new Fingerprint(old.columns(), tables.facts(into).columns(), what.shape().columns(), sender::quoted),
                attempt,
                Site.blockRows(
                        parts.stream().mapToLong(Part::rows).sum(),
                        parts.stream().mapToLong(Part::rawBytes).sum()),
                books);
    }

    private Milestones remember(Milestones milestones) throws InterruptedException {
        books.remember(milestones);
        return milestones;
    }
}
