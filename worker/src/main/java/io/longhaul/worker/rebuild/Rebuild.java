package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Leftover;
import io.longhaul.common.run.Slice;
import io.longhaul.worker.target.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** How often partitions that changed under the copy are copied again. */
    private static final int REDONE = 3;

    private final Job job;
    private final Names names;
    private final Tables tables;
    private final Sender sender;
    private final Books books;
    private final Tally tally;
    private final Clock clock;

    Rebuild(Job job, Clock clock) {
        this.job = job;
        this.names = job.names();
        this.tables = job.tables();
        this.sender = job.sender();
        this.books = job.books();
        this.tally = job.tally();
        this.clock = clock;
    }

    /** Answers how many rows were copied or linked. */
    long carryOut() throws InterruptedException {
        Optional<Milestones> known = books.milestones();
        Milestones now = known.isEmpty() || startsOver(known.get()) ? begin() : tables.takeOver(known.get());
        if (now.newUuid().isEmpty()) {
            now = job.remember(build(now));
        }
        now = new Exchange(job).carryOut(now, course());
        tally.at("finish");
        finish(now);
        return tally.rowsDone();
    }

    private Exchange.Course course() {
        return new Exchange.Course() {

            @Override
            public Milestones prepare(Milestones begun) throws InterruptedException {
                return Rebuild.this.prepare(begun);
            }

            @Override
            public Site ofLastRows(Milestones now) throws InterruptedException {
                Sites sites = sites(now, () -> tables.facts(names.building()), job.table());
                sites.followAfterTheExchange();
                return sites.site();
            }

            @Override
            public Set<Long> blocksOfLastRows() throws InterruptedException {
                // While the parts can still be told by their uuids.
                return Tail.blocks(books.chunks(), Part.of(sender, job.table()));
            }
        };
    }

    /**
     * Whether merges are back on that must be off, by a clean-up because nobody went on with the run, or by hand: then
     * nobody can tell any more which rows are copied, and what is there goes.
     */
    private boolean startsOver(Milestones known) throws InterruptedException {
        if (!known.isMarked() || tables.isExchanged(known) || !hasMergesOn(known)) {
            return false;
        }
        log.atWarn().addKeyValue("table", job.table()).log("merges were put back on meanwhile; copying from the start");
        Settlement.dropStaging(names, sender);
        tables.dropBuilt(known);
        books.forgetChunks();
        return true;
    }

    private static boolean isWithoutMerges(Milestones now) {
        return now.watermark().kind() == Watermark.Kind.MERGES_OFF;
    }

    private boolean hasMergesOn(Milestones now) throws InterruptedException {
        return isWithoutMerges(now)
                && (books.isGivenUp(now.oldUuid())
                        || !Watermark.hasSwitchedOff(tables.facts(now.oldUuid(), job.table())));
    }

    private Milestones begin() throws InterruptedException {
        Survey.Plan plan = Survey.of(job.what(), sender::rows).plan();
        TableFacts old = plan.table();
        Map<String, String> ofNew = Watermark.settingsOfNew(plan.canNumber());
        log.atInfo()
                .addKeyValue("table", job.table())
                .addKeyValue("way", plan.way().because())
                .addKeyValue("watermark", plan.watermark().because())
                .log("rebuilding a table");
        return job.remember(Milestones.begun(
                old.uuid(),
                plan.way(),
                plan.watermark(),
                Settings.before(old.clauses(), plan.watermark().settingsAtMost(old)),
                Settings.before(new Blueprint(old, job.what().shape()).clauses(), Watermark.forTheCopy(ofNew))));
    }

    private Milestones build(Milestones begun) throws InterruptedException {
        TableFacts old = tables.facts(begun.oldUuid(), job.table());
        Optional<Declared> declared =
                Optional.ofNullable(Declared.of(sender, job.table()).get(job.table()));
        return begun.built(tables.build(old, job.what().shape()), declared);
    }

    /** Everything up to the exchange. */
    private Milestones prepare(Milestones begun) throws InterruptedException {
        Milestones now = begun;
        Sites sites = sites(now, () -> tables.facts(begun.oldUuid(), job.table()), names.building());
        job.settlement(sites.site()).settle(books.chunks());
        sites.follow();
        if (isWithoutMerges(now)) {
            books.leave(Leftover.settings(job.table(), now.oldUuid(), now.restore()), Duration.ZERO);
        }
        Settings.set(sender, job.table(), now.watermark().settings());
        if (!now.isMarked()) {
            now = job.remember(mark(now));
        }
        if (books.chunks().isEmpty()) {
            planBulk(now, sites.facts());
        }
        Audit audit = new Audit(
                sites,
                sender,
                job.what().shape().columns(),
                job.guard(),
                parts -> tally.aim(parts, job.lanes().count()),
                now.unrest());
        Milestones marked = now;
        CatchUp catchUp = job.catchUp(
                now,
                isWithoutMerges(now) && Watermark.goesByParts(sites.facts())
                        ? Optional.of(mixed -> audit.redo(marked, mixed.keySet(), mixed))
                        : Optional.empty());
        do {
            converge(now, sites, audit, catchUp);
            job.requireAllSeen();
            flushAsynchronousInserts();
            catchUp.round(sites);
        } while (!audit.isQuiet());
        if (hasMergesOn(now)) {
            throw Broken.because(
                    "merges",
                    "somebody has put merges of %s back on while it was copied; nothing was exchanged, and who resumes the run copies from the start"
                            .formatted(job.table()));
        }
        return job.remember(now.aboutToExchange(job.lastBlock(names.building())));
    }

    /** What is written from now on has a higher number than what is there. */
    private Milestones mark(Milestones now) throws InterruptedException {
        if (isWithoutMerges(now)) {
            job.merging().awaitEnd(job.table());
        }
        Unrest before = Unrest.of(sender, job.table());
        return now.marked(job.lastBlock(job.table()), before);
    }

    private void planBulk(Milestones now, TableFacts old) throws InterruptedException {
        List<Part> parts = Part.of(sender, job.table());
        List<Slice> slices = new ArrayList<>();
        if (now.way().kind() == Way.Kind.ATTACH) {
            slices.addAll(Slicing.wholePartitions(parts, now.mark()));
        } else {
            long aim = tally.aim(parts, job.lanes().count());
            KeyRanges ranges = new KeyRanges(sender::rows, sender::quoted, old);
            for (Slice slice : Slicing.cut(parts, 0, now.mark(), aim)) {
                slices.addAll(ranges.cut(slice, aim));
            }
        }
        books.plan(Chunk.Stage.BULK, slices, List.of());
    }

    /** Copies until what is missing is little, and both tables are the same but for that. */
    private void converge(Milestones now, Sites sites, Audit audit, CatchUp catchUp) throws InterruptedException {
        for (int redone = 0; redone <= REDONE; redone++) {
            catchUp.converge(sites);
            tally.at("compare both tables");
            Set<String> differing = audit.differing(now);
            if (differing.isEmpty()) {
                return;
            }
            log.atWarn()
                    .addKeyValue("partitions", differing)
                    .log("partitions have changed since they were copied; copying them again");
            if (Watermark.removesRows(sites.facts())) {
                stopMerges(now);
            }
            audit.redo(now, differing);
        }
        throw Broken.because(
                "differs",
                "%s and its copy differ after %d tries; is something deleting or updating rows all the time? Nothing was exchanged"
                        .formatted(job.table(), REDONE));
    }

    /**
     * They remove rows that are copied for as long as people replace them; what is left to do without them is little.
     */
    private void stopMerges(Milestones now) throws InterruptedException {
        Map<String, String> before = new HashMap<>(now.restore());
        // Rows have to keep their numbers, whoever puts merges back on.
        before.keySet().retainAll(Watermark.NO_MERGES.keySet());
        if (!before.isEmpty()) {
            books.leave(Leftover.settings(job.table(), now.oldUuid(), before), Duration.ZERO);
            job.merging().stop(job.table());
        }
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

    private void finish(Milestones now) throws InterruptedException {
        String uuid = now.newUuid().orElseThrow();
        job.merging().goOn(job.table(), now.drop());
        books.seenTo(Leftover.Kind.SETTINGS, uuid);
        retire(now);
        books.seenTo(Leftover.Kind.SETTINGS, now.oldUuid());
    }

    private void retire(Milestones now) throws InterruptedException {
        Duration keep = job.what().keepOldTable();
        String old = tables.nameOf(now.oldUuid())
                .filter(names::isOld)
                .orElseGet(() -> names.old(LocalDate.now(clock).plusDays(keep.toDays())));
        long last = Coverage.of(now.mark(), books.chunks()).last();
        if (keep.isZero()) {
            tables.drop(now, last);
        } else {
            books.leave(Leftover.oldTable(old, now.oldUuid(), last), keep);
            tables.putAside(now, old);
        }
    }

    private Sites sites(Milestones now, Sites.Table from, String into) throws InterruptedException {
        return new Sites(job, now.way().kind(), from, into, job.what().shape().columns(), now.declared());
    }
}
