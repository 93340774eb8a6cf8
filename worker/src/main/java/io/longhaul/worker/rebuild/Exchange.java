package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Leftover;
import java.time.Duration;
import java.util.Set;

/**
 * Lets the two tables change places and brings the last rows, from wherever an earlier worker came to; the same for a
 * rebuild and for its way back. For one thread.
 */
final class Exchange {

    private final Job job;
    private final Tables tables;

    Exchange(Job job) {
        this.job = job;
        this.tables = job.tables();
    }

    /** What is different in the two directions. */
    interface Course {

        /** Does everything that comes before. */
        Milestones prepare(Milestones begun) throws InterruptedException;

        /** From where the last rows come, and where they go. */
        Site ofLastRows(Milestones now) throws InterruptedException;

        /** What is to be remembered of them, once they are there: the numbers of their blocks. */
        Set<Long> blocksOfLastRows() throws InterruptedException;
    }

    /** Returns when the table that is left gets no more rows. */
    Milestones carryOut(Milestones begun, Course course) throws InterruptedException {
        if (begun.drained()) {
            return begun;
        }
        boolean isExchanged = begun.exchanged() || tables.isExchanged(begun);
        Milestones now = isExchanged ? keepMergesOff(begun) : changePlaces(begun, course);
        if (!now.exchanged()) {
            now = job.remember(now.exchanged(tables.insertsInFlight()));
        }
        Milestones exchanged = now;
        new LastRows(job, tables, () -> course.ofLastRows(exchanged)).bring(exchanged);
        now = job.remember(now.isDrained(course.blocksOfLastRows()));
        job.blindSpot().ends();
        return now;
    }

    private Milestones changePlaces(Milestones begun, Course course) throws InterruptedException {
        Milestones now = course.prepare(begun);
        leaveMergesOff(now);
        job.tally().at("exchange");
        job.blindSpot().begins();
        tables.exchange(now);
        return now;
    }

    /**
     * Before merges are off in a table that people write to: a worker puts them back on where nobody goes on with the
     * run.
     */
    private void leaveMergesOff(Milestones now) throws InterruptedException {
        job.books().leave(Leftover.settings(job.table(), now.newUuid().orElseThrow(), now.drop()), Duration.ZERO);
    }

    /**
     * As long as parts are told by their uuids, and once more where somebody has put merges back on. Throws
     * {@link Broken} where the table has been replaced since.
     */
    private Milestones keepMergesOff(Milestones now) throws InterruptedException {
        job.blindSpot().begins();
        TableFacts live = tables.facts(now.newUuid().orElseThrow(), job.table());
        leaveMergesOff(now);
        if (Watermark.hasSwitchedOff(live)) {
            return now;
        }
        Milestones merged = job.remember(now.hasMerged());
        Settings.set(job.sender(), job.table(), Watermark.untilTheEnd());
        return merged;
    }
}
