package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.ColumnChange.Kind;
import io.longhaul.common.run.Leftover;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a rebuild back. Before the exchange nobody has seen the new table: it goes, and the old one is as it was. After
 * it the old table has everything but what was written since: those rows are copied back, and the two are exchanged
 * once more, in the same way and with the same care.
 */
final class Reversal {

    private final Job job;
    private final Names names;
    private final Tables tables;
    private final Sender sender;
    private final Books books;

    Reversal(Job job) {
        this.job = job;
        this.names = job.names();
        this.tables = job.tables();
        this.sender = job.sender();
        this.books = job.books();
    }

    /** Answers how many rows were copied back. */
    long carryOut() throws InterruptedException {
        Optional<Milestones> forward = books.beforeTurning();
        if (forward.isEmpty()) {
            return 0;
        }
        tables.rename(forward.get());
        Optional<Milestones> known = books.milestones();
        if (known.isEmpty() && !tables.isExchanged(forward.get())) {
            forget(forward.get());
            return 0;
        }
        Milestones now = known.isPresent() ? known.get() : begin(forward.get());
        now = new Exchange(job).carryOut(now, course(forward.get()));
        Merging merging = job.merging();
        merging.goOn(job.table(), now.drop());
        // What the rebuild had switched and did not come to put back.
        merging.goOn(job.table(), forward.get().restore());
        tables.drop(now, lastBlock(now));
        books.seenTo(Leftover.Kind.OLD_TABLE, forward.get().oldUuid());
        seenToSettings(forward.get());
        return job.tally().rowsDone();
    }

    /** Up to which the table that goes is in the other one: what was copied back, or came from there. */
    private long lastBlock(Milestones now) throws InterruptedException {
        return now.tail().stream()
                .mapToLong(Long::longValue)
                .reduce(Coverage.of(now.mark(), books.chunks()).last(), Math::max);
    }

    private Exchange.Course course(Milestones forward) {
        return new Exchange.Course() {

            @Override
            public Milestones prepare(Milestones begun) throws InterruptedException {
                // Since an earlier worker looked, merges may have been put back on.
                requireNumbers(forward, tables.facts(job.table()));
                Reversal.this.prepare(begun);
                return begun;
            }

            @Override
            public Site ofLastRows(Milestones now) throws InterruptedException {
                Sites sites = sites(names.building(), job.table());
                sites.followAfterTheExchange();
                return sites.site();
            }

            @Override
            public Set<Long> blocksOfLastRows() {
                return Set.of();
            }
        };
    }

    /** The tables have not changed places, or not any more: nobody has seen the new one. */
    private void forget(Milestones forward) throws InterruptedException {
        boolean isAsItWas = tables.isOld(forward);
        if (forward.exchanged() && !isAsItWas) {
            throw Broken.because(
                    "changed",
                    "%s has been replaced since this rebuild; take back first what did that".formatted(job.table()));
        }
        Settlement.dropStaging(names, sender);
        tables.dropBuilt(forward);
        if (isAsItWas) {
            job.merging().goOn(job.table(), forward.restore());
        }
        seenToSettings(forward);
    }

    private void seenToSettings(Milestones forward) throws InterruptedException {
        books.seenTo(Leftover.Kind.SETTINGS, forward.oldUuid());
        if (forward.newUuid().isPresent()) {
            books.seenTo(Leftover.Kind.SETTINGS, forward.newUuid().get());
        }
    }

    /** The tables change places: what was the new one is now the one that is left. */
    private Milestones begin(Milestones forward) throws InterruptedException {
        TableFacts left = tables.facts(job.table());
        requireNumbers(forward, left);
        String old = tables.nameOf(forward.oldUuid())
                .orElseThrow(() -> Broken.because(
                        "no-table",
                        "the old table of %s was kept until its day and is gone; rebuild it the other way instead"
                                .formatted(job.table())));
        if (!old.equals(names.building())) {
            sender.send("RENAME TABLE %s TO %s".formatted(sender.quoted(old), sender.quoted(names.building())));
        }
        TableFacts back = tables.facts(names.building());
        Set<Long> tail = new HashSet<>(forward.tail());
        if (!forward.drained()) {
            tail.addAll(Tail.blocks(books.chunksForward(), Part.of(sender, job.table())));
        }
        // The rebuild may have had no time to put back what it had switched.
        Map<String, String> drop = new HashMap<>(Settings.before(back.clauses(), Watermark.untilTheEnd()));
        forward.restore().forEach((name, value) -> drop.computeIfPresent(name, (same, now) -> value));
        // What the new table was to lose at the end is what it gets back as the one that is left.
        Map<String, String> restore = forward.drop();
        return job.remember(Milestones.begun(
                        left.uuid(),
                        new Way(Way.Kind.COPY, "the rows that were written since are copied back"),
                        forward.watermark(),
                        restore,
                        drop)
                .built(back.uuid(), Optional.empty())
                .marked(forward.newMark(), Unrest.of(sender, job.table()))
                .without(tail));
    }

    /** Only as long as merges are off are rows told by their parts. */
    private void requireNumbers(Milestones forward, TableFacts left) {
        boolean merged = forward.drained() || forward.merged() || !Watermark.hasSwitchedOff(left);
        if (merged && !Watermark.keepsNumbers(left)) {
            throw cannotTell("merges of a %s make one row of several".formatted(left.engine()));
        }
        if (merged && !Watermark.isNumbering(left)) {
            throw cannotTell("its setting enable_block_number_column is not on any more");
        }
    }

    private Broken cannotTell(String why) {
        return Broken.because(
                "irreversible",
                "rows that were written to %s since it was exchanged cannot be told from the others, for %s; rebuild it the other way instead"
                        .formatted(job.table(), why));
    }

    private void prepare(Milestones now) throws InterruptedException {
        Settings.set(sender, names.building(), Watermark.untilTheEnd());
        Sites sites = sites(job.table(), names.building());
        job.settlement(sites.site()).settle(books.chunks());
        sites.follow();
        CatchUp catchUp = job.catchUp(now, Optional.empty());
        catchUp.converge(sites);
        job.requireAllSeen();
        catchUp.round(sites);
        if (!Unrest.of(sender, job.table()).isLike(now.unrest())) {
            throw Broken.because(
                    "mutation",
                    "%s was changed by a mutation while its rows were copied back; nothing was exchanged"
                            .formatted(job.table()));
        }
        requireAllRows(catchUp.coverage().floor());
    }

    /** Where merges leave every row as it is, the table that comes back has at least those of the one that goes. */
    private void requireAllRows(long upTo) throws InterruptedException {
        TableFacts goes = tables.facts(job.table());
        if (!goes.engine().equals("MergeTree") || goes.clauses().ttl().isPresent()) {
            return;
        }
        long wanted = Tables.count(sender, job.table(), upTo);
        long copied = Tables.count(sender, names.building(), Long.MAX_VALUE);
        if (copied < wanted) {
            throw Broken.because(
                    "differs",
                    "%s has %d rows, and only %d of them could be copied back; nothing was exchanged"
                            .formatted(job.table(), wanted, copied));
        }
    }

    private Sites sites(String from, String into) throws InterruptedException {
        List<ColumnChange> back = job.what().shape().columns().stream()
                .filter(change -> change.kind() != Kind.DROP)
                .map(change -> change.kind() == Kind.ADD ? new ColumnChange(Kind.DROP, change.name(), "") : change)
                .toList();
        return new Sites(job, Way.Kind.COPY, () -> tables.facts(from), into, back, Optional.empty());
    }
}
