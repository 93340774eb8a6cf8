package io.longhaul.worker.throttle;

import io.longhaul.common.store.Settings.Name;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the server for one rebuild, on a thread of its own, so that nobody who asks is kept by a server that
 * hangs. Safe for use by many threads.
 */
public final class Watch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** What was measured longer ago says nothing any more. */
    static final Duration BLIND = Duration.ofSeconds(15);

    private static final Verdict FIRST_LOOK = new Verdict.Wait("looking at the server first");

    private final Gaugings gaugings;
    private final LongSupplier nanoTime;
    private final RowBudget budget;
    private final ScheduledExecutorService scheduler;
    private @Nullable Future<?> looks;
    private boolean closed;

    Watch(Gaugings gaugings, LongSupplier nanoTime) {
        this.gaugings = gaugings;
        this.nanoTime = nanoTime;
        this.budget = new RowBudget(nanoTime.getAsLong());
        this.scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "longhaul-throttle");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to measure, so that there is an answer when it is asked for. */
    public synchronized void begin() {
        if (looks == null && !closed) {
            looks = scheduler.scheduleWithFixedDelay(gaugings, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Whether the next may begin, by what was last measured. */
    public Verdict verdict() {
        begin();
        return verdict(gaugings.last(), nanoTime.getAsLong());
    }

    static Verdict verdict(Gaugings.@Nullable Last last, long now) {
        if (last == null) {
            return FIRST_LOOK;
        }
        Duration age = Duration.ofNanos(now - last.at());
        return age.compareTo(BLIND) > 0
                ? new Verdict.Wait("cannot measure: no answer for %d s".formatted(age.toSeconds()))
                : last.verdict();
    }

    /** Whether so many rows may be begun now, by the upper rate; then they count as begun. */
    public boolean takes(long rows) {
        return budget.takes(rows, rowsPerSecond(), nanoTime.getAsLong());
    }

    /** The upper rate. */
    public OptionalLong rowsPerSecond() {
        Gaugings.Last last = gaugings.last();
        return last == null ? OptionalLong.empty() : last.limits().rowsPerSecond();
    }

    /** How many may go on side by side, where that is set. */
    public OptionalInt threads() {
        begin();
        Gaugings.Last last = gaugings.last();
        return last == null ? OptionalInt.empty() : last.limits().threads();
    }

    /** What holds the rebuild back, in words for people; absent while nothing does. */
    public Optional<String> heldBack() {
        Verdict verdict = verdict();
        if (verdict instanceof Verdict.Wait wait) {
            return Optional.of("waits: " + wait.why());
        }
        if (verdict instanceof Verdict.SlowDown slow) {
            return Optional.of("slowed down: " + slow.why());
        }
        OptionalLong rate = rowsPerSecond();
        return rate.isPresent() && budget.isSpent(rate, nanoTime.getAsLong())
                ? Optional.of("held to %d rows/s (%s)".formatted(rate.getAsLong(), Name.REBUILD_ROWS_PER_SECOND.word()))
                : Optional.empty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        scheduler.execute(gaugings::close);
        scheduler.shutdown();
    }
}
