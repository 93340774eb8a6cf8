package io.longhaul.worker.run;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Stall;
import io.longhaul.common.run.Wish;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after a statement, on a thread of its own, while another waits for it. */
public final class StatementWatch {

    private static final Logger log = LoggerFactory.getLogger(StatementWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final ScheduledExecutorService scheduler;
    private final Supplier<Wish> wish;
    private volatile @Nullable QueryId killed;
    private volatile @Nullable QueryId overdue;
    private final LongSupplier nanoTime;

    public StatementWatch(ScheduledExecutorService scheduler, Supplier<Wish> wish, LongSupplier nanoTime) {
        this.scheduler = scheduler;
        this.wish = wish;
        this.nanoTime = nanoTime;
    }

    /**
     * Does the work; meanwhile tells the listener how far it is, and kills the statement when that is asked for.
     *
     * @param target that it is sent to
     * @param repeatable whether it may be sent again after it was killed
     * @param unwell whether it is to be killed for a reason that nobody asked for
     * @param limit after how long it is killed
     * @param usual how long an earlier statement of the walk took
     */
    <T> T during(
            Target target,
            QueryId query,
            boolean repeatable,
            BooleanSupplier unwell,
            Optional<Duration> limit,
            Optional<Duration> usual,
            Listener listener,
            Supplier<T> work) {
        long sentAt = nanoTime.getAsLong();
        Motion motion = new Motion(query, usual, nanoTime);
        Future<?> looks = scheduler.scheduleWithFixedDelay(
                () -> look(
                        target,
                        query,
                        repeatable,
                        unwell,
                        limit.filter(most -> isOver(most, sentAt)).isPresent(),
                        motion,
                        listener),
                INTERVAL.toMillis(),
                INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return work.get();
        } finally {
            looks.cancel(false);
        }
    }

    private boolean isOver(Duration most, long sentAt) {
        return nanoTime.getAsLong() - sentAt > most.toNanos();
    }

    /** Whether this watch killed the statement because it took too long. */
    boolean foundOverdue(QueryId query) {
        return query.equals(overdue);
    }

    /** Whether it was this watch that killed the statement because something else is asked of the run. */
    boolean hasKilled(QueryId query) {
        return query.equals(killed);
    }

    private void look(
            Target target,
            QueryId query,
            boolean repeatable,
            BooleanSupplier unwell,
            boolean isOverdue,
            Motion motion,
            Listener listener) {
        try {
            if (Wishes.killsTheStatement(wish.get(), repeatable) || unwell.getAsBoolean()) {
                killed = query;
                target.kill(query);
            } else if (isOverdue) {
                overdue = query;
                target.kill(query);
            } else {
                Optional<Running> running = target.running(query);
                running.ifPresent(listener::runs);
                motion.saw(running);
            }
        } catch (TargetRefused notNow) {
            log.atDebug().setCause(notNow).log("target does not answer; looking again");
            motion.sawNothing();
        }
        listener.stands(motion.stall());
    }

    /** Hears how the statement in flight is; perhaps once more just after its end. */
    interface Listener {

        /** It is so far. */
        void runs(Running running);

        /** It stands still, or gets on. */
        void stands(Optional<Stall> stall);
    }
}
