package io.longhaul.worker.throttle;

import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures and judges, again and again, and keeps the last verdict. For one thread; the last may be read by many. */
final class Gaugings implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Gaugings.class);

    /** How old settings may be. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Throttle.LimitsSource source;
    private final LongSupplier nanoTime;
    private final Target target;
    private final Gauge gauge;
    private @Nullable Limits limits;
    private long limitsAt;
    private volatile @Nullable Last last;

    /** The last look. */
    record Last(Verdict verdict, Limits limits, long at) {}

    Gaugings(
            Throttle.LimitsSource source,
            Supplier<Target> looking,
            LongSupplier nanoTime,
            String table,
            String building) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.target = looking.get();
        this.gauge = new Gauge(target, table, building);
    }

    /** Null before the first. */
    @Nullable Last last() {
        return last;
    }

    @Override
    public void run() {
        try {
            look();
        } catch (RuntimeException mistake) {
            // A schedule ends with its first exception, and a rebuild that nobody measures must not go on.
            log.atWarn().setCause(mistake).log("measuring failed");
            Last known = last;
            last = new Last(
                    cannotMeasure(mistake.toString()),
                    known == null ? Limits.NONE : known.limits(),
                    nanoTime.getAsLong());
        }
    }

    private void look() {
        Last before = last;
        Limits set = set();
        if (set == null) {
            last = new Last(
                    new Verdict.Wait("PostgreSQL does not answer, so that nobody knows what is set"),
                    Limits.NONE,
                    nanoTime.getAsLong());
            return;
        }
        boolean waited = before != null && before.verdict() instanceof Verdict.Wait;
        last = new Last(judge(set, waited), set, nanoTime.getAsLong());
    }

    /** Those that were last known while PostgreSQL is away; null before it has ever answered. */
    private @Nullable Limits set() {
        Limits known = limits;
        if (known != null && nanoTime.getAsLong() - limitsAt < FRESH.toNanos()) {
            return known;
        }
        try {
            limits = source.now();
            limitsAt = nanoTime.getAsLong();
        } catch (StoreUnavailable away) {
            log.atDebug().setCause(away).log("settings are as they were last known");
        }
        return limits;
    }

    private Verdict judge(Limits set, boolean waited) {
        try {
            return Judgement.of(gauge.measure(set), set, waited);
        } catch (TargetRefused refused) {
            return cannotMeasure(refused.failure().toString());
        }
    }

    private static Verdict cannotMeasure(String why) {
        return new Verdict.Wait("cannot measure: " + why);
    }

    @Override
    public void close() {
        target.close();
    }
}
