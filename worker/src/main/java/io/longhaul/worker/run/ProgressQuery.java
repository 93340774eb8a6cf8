package io.longhaul.worker.run;

import io.longhaul.common.migration.Query;
import io.longhaul.common.plan.Plan;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the progress query of a migration every few seconds, over a connection of its own, as long as a run of it goes
 * forward. One that has no answer, or none that is a number, changes nothing but the log.
 */
final class ProgressQuery implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProgressQuery.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Targets targets;
    private final Map<String, String> parameters;
    private final DoubleConsumer listener;
    private final ScheduledExecutorService scheduler;
    private final Optional<Future<?>> schedule;

    /** {@code listener} hears fractions from 0 to 1. */
    ProgressQuery(Plan plan, Tools.Looking looking, Duration every, DoubleConsumer listener) {
        this.targets = looking.within(TIMEOUT);
        this.parameters = plan.parameters();
        this.listener = listener;
        this.scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "longhaul-progress");
            thread.setDaemon(true);
            return thread;
        });
        this.schedule = plan.progress()
                .map(query ->
                        scheduler.scheduleWithFixedDelay(() -> ask(query), 0, every.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void ask(Query query) {
        try {
            fraction(targets.rows(query, parameters))
                    .ifPresentOrElse(listener::accept, () -> log.atDebug().log("progress query said no number"));
        } catch (TargetRefused unanswered) {
            log.atDebug().setCause(unanswered).log("progress query has no answer");
        }
    }

    /** One row with one value, from 0 to 100; what is beyond is taken for the end that it is nearer to. */
    static Optional<Double> fraction(List<Map<String, String>> rows) {
        if (rows.size() != 1 || rows.get(0).size() != 1) {
            return Optional.empty();
        }
        try {
            double percent = Double.parseDouble(rows.get(0).values().iterator().next());
            return Double.isNaN(percent) ? Optional.empty() : Optional.of(Math.min(1, Math.max(0, percent / 100)));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        schedule.ifPresent(asking -> asking.cancel(false));
        scheduler.shutdownNow();
        targets.close();
    }
}
