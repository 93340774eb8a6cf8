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
 * Takes a table from one shape to another, from wherever an earlier worker came to. Every step finds out first whether
 * it is done; the order of the steps is that of the measured recipe, and each must be in the store before the next
 * begins.
 */
final class Rebuild {

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** How often partitions that changed under the copy are copied again. */
    private static final int REDONE = 3;

    private final RebuildTable what;
    private final Names names;
    private final QueryId attempt;
    private final Sender sender;
    private final Tables tables;
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
        this.tables = new Tables(names, sender);
        this.books = books;
        this.lanes = lanes;
        this.guard = guard;
        this.tally = tally;
        this.clock = clock;
    }

    /** Answers how many rows were copied or linked. */
    long carryOut() throws InterruptedException {
        Optional<Milestones> known = books.milestones();
        Milestones now = known.isPresent() ? tables.takeOver(known.get()) : begin();
        if (now.newUuid().isEmpty()) {
            now = remember(now.built(tables.build(tables.facts(now.oldUuid(), what.table()), what.shape())));
        }
        if (!now.exchanged()) {
            if (!tables.isExchanged(now)) {
                now = prepare(now);
                tally.at("exchange");
                tables.exchange(now);
            }
            now = remember(now.exchanged(tables.insertsInFlight()));
        }
        if (!now.drained()) {
            tally.at("last rows");
            drain(now);
            now = remember(now.isDrained(tailBlocks()));
        }
        tally.at("finish");
        finish(now);
        return tally.rowsDone();
    }

    private Milestones begin() throws InterruptedException {
        Survey.Plan plan = new Survey(what, sender::rows).look();
        TableFacts old = plan.table();
        Map<String, String> ofNew = Watermark.settingsOfNew(Watermark.canNumber(sender));
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
    private Milestones prepare(Milestones begun) throws InterruptedException {
        Milestones now = begun;
        TableFacts old = tables.facts(now.oldUuid(), what.table());
        Site site = site(now, what.table(), names.building());
        new Settlement(site, sender).settle(books.chunks());
        Settings.set(sender, what.table(), now.watermark().settings());
        if (!now.isMarked()) {
            now = remember(mark(now));
        }
        if (books.chunks().isEmpty()) {
            planBulk(now);
        }
        Audit audit = new Audit(site, sender, old, what.shape().columns(), guard, now.unrest());
        CatchUp catchUp = catchUp(now);
        do {
            converge(now, site, audit, catchUp);
            flushAsynchronousInserts();
            catchUp.round(site);
        } while (!audit.isQuiet());
        return remember(now.aboutToExchange(lastBlock(names.building())));
    }

    /** What is written from now on has a higher number than what is there. */
    private Milestones mark(Milestones now) throws InterruptedException {
        if (now.watermark().kind() == Watermark.Kind.MERGES_OFF) {
            awaitMerges();
        }
        Unrest before = Unrest.of(sender, what.table());
        return now.marked(lastBlock(what.table()), before);
    }

    private long lastBlock(String table) throws InterruptedException {
        return Part.of(sender, table).stream().mapToLong(Part::to).max().orElse(0);
    }

    private void awaitMerges() throws InterruptedException {
        tally.at("wait for merges to end");
        while (Part.number(sender.row("""
                                SELECT count() AS merges FROM system.merges
                                 WHERE database = currentDatabase() AND table = {table:String}""", Map.of("table", what.table())), "merges") > 0) {
            guard.await(LOOK);
        }
    }

    private void planBulk(Milestones now) throws InterruptedException {
        List<Part> parts = Part.of(sender, what.table());
        List<Slice> slices = new ArrayList<>();
        if (now.way().kind() == Way.Kind.ATTACH) {
            slices.addAll(Slicing.wholePartitions(parts, now.mark()));
        } else {
            long aim = tally.aim(parts, lanes.count());
            KeyRanges ranges = new KeyRanges(sender, tables.facts(what.table()));
            for (Slice slice : Slicing.cut(parts, 0, now.mark(), aim)) {
                slices.addAll(ranges.cut(slice, aim));
            }
        }
        books.plan(Chunk.Stage.BULK, slices, List.of());
    }

    /** Copies until what is missing is little, and both tables are the same but for that. */
    private void converge(Milestones now, Site site, Audit audit, CatchUp catchUp) throws InterruptedException {
        for (int redone = 0; redone <= REDONE; redone++) {
            catchUp.converge(site);
            tally.at("compare both tables");
            Set<String> differing = audit.differing(now);
            if (differing.isEmpty()) {
                return;
            }
            log.atWarn()
                    .addKeyValue("partitions", differing)
                    .log("partitions have changed since they were copied; copying them again");
            audit.redo(now, differing, tally.aim(Part.of(sender, site.from()), lanes.count()));
        }
        throw Broken.because(
                "differs",
                "%s and its copy differ after %d tries; is something deleting or updating rows all the time? Nothing was exchanged"
                        .formatted(what.table(), REDONE));
    }

    /**
     * Asynchronous inserts wait in the server under the table's name. Not everybody may flush them, and not doing it
     * loses nothing.
     */
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

    private void drain(Milestones now) throws InterruptedException {
        Site site = site(now, names.building(), what.table());
        new Settlement(site, sender).settle(books.chunks());
        catchUp(now).drain(site, tables, now.inFlight());
    }

    /** While the parts can still be told by their uuids. */
    private Set<Long> tailBlocks() throws InterruptedException {
        return Tail.blocks(books.chunks(), Part.of(sender, what.table()));
    }

    private void finish(Milestones now) throws InterruptedException {
        new Merging(sender, guard, tally).goOn(what.table(), now.drop());
        LocalDate until = LocalDate.now(clock).plusDays(what.keepOldTable().toDays());
        tables.retire(now, names.old(until), what.keepOldTable().isZero());
    }

    private CatchUp catchUp(Milestones now) {
        return new CatchUp(sender, books, lanes, guard, tally, now.mark(), Set.of());
    }

    private Site site(Milestones now, String from, String into) throws InterruptedException {
        return Site.of(
                names,
                tables.facts(from),
                tables.facts(into),
                now.way().kind(),
                what.shape().columns(),
                attempt,
                Part.of(sender, from),
                books,
                sender);
    }

    private Milestones remember(Milestones milestones) throws InterruptedException {
        books.remember(milestones);
        return milestones;
    }
}
