package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.run.QueryId;
import java.util.List;
import java.util.Optional;

/**
 * One rebuild, or its way back: what is asked, and what it works with.
 *
 * @param what is to be rebuilt
 * @param attempt on whose behalf
 * @param sender for what is done one after another
 * @param books what the store knows
 * @param lanes for what is done side by side
 * @param guard whether it may go on
 * @param tally how far it is
 * @param blindSpot when nothing comes between
 */
record Job(
        RebuildTable what,
        QueryId attempt,
        Sender sender,
        Books books,
        Lanes lanes,
        Guard guard,
        Tally tally,
        BlindSpot blindSpot) {

    String table() {
        return what.table();
    }

    Names names() {
        return new Names(what.table(), attempt);
    }

    Tables tables() {
        return new Tables(names(), sender);
    }

    Settlement settlement(Site site) {
        return new Settlement(site, sender);
    }

    Merging merging() {
        return new Merging(sender, guard, tally);
    }

    /** After the mark, but for what is in the other table already. */
    CatchUp catchUp(Milestones now, Optional<CatchUp.Again> again) {
        return new CatchUp(sender, books, lanes, tally, now.mark(), now.tail(), again);
    }

    Site site(Way.Kind way, TableFacts from, String into, List<ColumnChange> changes) throws InterruptedException {
        return Site.of(
                names(),
                from,
                tables().facts(into),
                way,
                changes,
                attempt,
                Part.of(sender, from.name()),
                books,
                sender);
    }

    /** The last block number of a table that is visible. */
    long lastBlock(String table) throws InterruptedException {
        return Part.of(sender, table).stream().mapToLong(Part::to).max().orElse(0);
    }

    /** Throws {@link Broken} where rows may have been kept from us by now; before the tables change places. */
    void requireAllSeen() throws InterruptedException {
        for (String why : HiddenRows.of(sender::rows, table())) {
            throw Broken.because(Survey.HIDDEN, "nothing was exchanged: " + why);
        }
    }

    Milestones remember(Milestones milestones) throws InterruptedException {
        books.remember(milestones);
        return milestones;
    }
}
