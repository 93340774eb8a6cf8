package io.longhaul.worker.run;

import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.check.Finding;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the healthchecks of a run, each on its own schedule and over a connection of its own, from the begin of a
 * walk to its end, forward or backward. The first that fails is the ailment of the walk; it stays that.
 */
final class HealthWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HealthWatch.class);

    private final List<Look> looks;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService scheduler;
    private final List<Future<?>> schedules = new ArrayList<>();
    private final AtomicReference<@Nullable Ailment> ailment = new AtomicReference<>();

    HealthWatch(Plan plan, Tools.Looking looking, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.looks = plan.healthchecks().stream()
                .map(healthcheck -> new Look(healthcheck, plan.parameters(), looking.within(healthcheck.timeout())))
                .toList();
        this.scheduler = new ScheduledThreadPoolExecutor(looks.size(), work -> {
            Thread thread = new Thread(work, "longhaul-healthcheck");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks at everything once, then as its schedule says. */
    void begin() {
        for (Look look : looks) {
            look.look();
            long every = look.healthcheck.every().toNanos();
            schedules.add(scheduler.scheduleWithFixedDelay(look::look, every, every, TimeUnit.NANOSECONDS));
        }
    }

    /** What has failed, if anything has. */
    Optional<Ailment> ailment() {
        return Optional.ofNullable(ailment.get());
    }

    /** A line for people: what each look has found last, and how long ago; empty where there are none. */
    Optional<String> words() {
        List<String> words =
                looks.stream().flatMap(look -> look.words().stream()).toList();
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
    }

    @Override
    public void close() {
        schedules.forEach(schedule -> schedule.cancel(false));
        scheduler.shutdownNow();
        looks.forEach(look -> look.targets.close());
    }

    /** One of them. */
    private final class Look {

        private final Healthcheck healthcheck;
        private final Map<String, String> parameters;
        private final Targets targets;
        private final Checks checks;
        private final HealthRecord record;
        private volatile Optional<Found> found = Optional.empty();

        Look(Healthcheck healthcheck, Map<String, String> parameters, Targets targets) {
            this.healthcheck = healthcheck;
            this.parameters = parameters;
            this.targets = targets;
            this.checks = new Checks(targets);
            this.record = new HealthRecord(healthcheck);
        }

        synchronized void look() {
            long began = nanoTime.getAsLong();
            Optional<Ailment> worse = Optional.empty();
            try {
                Finding finding = checks.look(healthcheck.check(), "healthcheck", parameters);
                tell(finding.words());
                if (finding.failure().isPresent()) {
                    worse = Optional.of(record.unwell(finding.failure().get()));
                } else {
                    record.well();
                }
            } catch (TargetRefused refused) {
                tell("no answer: " + refused.failure().message());
                if (countsAgainstIt(refused.failure(), nanoTime.getAsLong() - began)) {
                    worse = record.unanswered(refused.failure());
                }
            } catch (RuntimeException mistake) {
                worse = record.unanswered(new Failure("longhaul", "mistake", mistake.toString()));
            }
            worse.ifPresent(this::fell);
        }

        /**
         * A database that is not there at all is waited for, as the statements of the run do; one that is there and too
         * slow is not well.
         */
        private boolean countsAgainstIt(Failure failure, long nanos) {
            boolean tookItsTime = nanos >= healthcheck.timeout().toNanos() * 9 / 10;
            return tookItsTime || !targets.gaveNoAnswer(failure);
        }

        private void fell(Ailment fallen) {
            if (ailment.compareAndSet(null, fallen)) {
                log.atWarn()
                        .addKeyValue("failure", fallen.failure())
                        .addKeyValue("onFailure", fallen.onFailure())
                        .log("a healthcheck failed");
            }
        }

        private void tell(String words) {
            found = Optional.of(new Found(words, nanoTime.getAsLong()));
        }

        Optional<String> words() {
            return found.map(last -> "%s %ds ago"
                    .formatted(
                            last.words,
                            Duration.ofNanos(nanoTime.getAsLong() - last.at).toSeconds()));
        }
    }

    private record Found(String words, long at) {}
}
