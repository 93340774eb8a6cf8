package io.longhaul.worker.run;

import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks after a statement, on a thread of its own, while another waits for it. */
public final class StatementWatch {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Target target;
    private final ScheduledExecutorService scheduler;

    public StatementWatch(Target target, ScheduledExecutorService scheduler) {
        this.target = target;
        this.scheduler = scheduler;
    }

    /** Does the work, and tells the listener how far it is from time to time meanwhile. */
    <T> T during(QueryId query, Consumer<Running> listener, Supplier<T> work) {
        Future<?> looks = scheduler.scheduleWithFixedDelay(
                () -> target.running(query).ifPresent(listener),
                INTERVAL.toMillis(),
                INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return work.get();
        } finally {
            looks.cancel(false);
        }
    }
}
