package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.run.Leftover;
import io.longhaul.common.run.QueryId;
import java.time.Duration;
import java.util.List;
import java.util.Set;

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

    /**
     * Before merges are off in a table that people write to: a worker puts them back on where nobody goes on with the
     * run.
     */
    void leaveMergesOff(Milestones now) throws InterruptedException {
        books.leave(Leftover.settings(table(), now.newUuid().orElseThrow(), now.drop()), Duration.ZERO);
    }

    /**
     * For the tables that an earlier worker has exchanged: as long as parts are told by their uuids, and once more
     * where somebody has put merges back on. Throws {@link Broken} where the table has been replaced since.
     */
    Milestones keepMergesOff(Milestones now) throws InterruptedException {
        TableFacts live = tables().facts(now.newUuid().orElseThrow(), table());
        leaveMergesOff(now);
        if (Watermark.hasSwitchedOff(live)) {
            return now;
        }
        Milestones merged = remember(now.hasMerged());
        Settings.set(sender, table(), Watermark.untilTheEnd());
        return merged;
    }

    /** After the mark, without these blocks. */
    CatchUp catchUp(Milestones now, Set<Long> without) {
        return new CatchUp(sender, books, lanes, guard, tally, now.mark(), without);
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

    Milestones remember(Milestones milestones) throws InterruptedException {
        books.remember(milestones);
        return milestones;
    }
}
