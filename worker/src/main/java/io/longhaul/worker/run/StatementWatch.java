package io.longhaul.worker.run;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Wish;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after a statement, on a thread of its own, while another waits for it. */
public final class StatementWatch {

    private static final Logger log = LoggerFactory.getLogger(StatementWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Target target;
    private final ScheduledExecutorService scheduler;
    private final Supplier<Wish> wish;
    private volatile @Nullable QueryId killed;

    public StatementWatch(Target target, ScheduledExecutorService scheduler, Supplier<Wish> wish) {
        this.target = target;
        this.scheduler = scheduler;
        this.wish = wish;
    }

    /** Does the work; meanwhile tells the listener how far it is, and kills the statement when that is asked for. */
    <T> T during(QueryId query, Consumer<Running> listener, Supplier<T> work) {
        Future<?> looks = scheduler.scheduleWithFixedDelay(
                () -> look(query, listener), INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return work.get();
        } finally {
            looks.cancel(false);
        }
    }

    /** Whether it was this watch that killed the statement. */
    boolean hasKilled(QueryId query) {
        return query.equals(killed);
    }

    private void look(QueryId query, Consumer<Running> listener) {
        try {
            if (Wishes.killsTheStatement(wish.get())) {
                killed = query;
                target.kill(query);
            } else {
                target.running(query).ifPresent(listener);
            }
        } catch (TargetRefused notNow) {
            log.atDebug().setCause(notNow).log("target does not answer; looking again");
        }
    }
}
