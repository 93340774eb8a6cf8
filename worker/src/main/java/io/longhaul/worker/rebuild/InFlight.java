package io.longhaul.worker.rebuild;

import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The statements of a rebuild that the database works on. Safe for use by many threads. */
final class InFlight {

    /** Each look costs the server as much as a small query, and people look at it once a second. */
    private static final long OLDEST_LOOK = TimeUnit.SECONDS.toNanos(1);

    private final Target target;
    private final LongSupplier nanoTime;
    private final Map<QueryId, Long> rows = new ConcurrentHashMap<>();
    private final Map<QueryId, Long> done = new ConcurrentHashMap<>();
    private long lookedAt;
    private volatile boolean killed;

    /** {@code target} is for looks and kills, beside the statements. */
    InFlight(Target target, LongSupplier nanoTime) {
        this.target = target;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong() - OLDEST_LOOK;
    }

    /** {@code expected} rows; 0 for one that copies none. */
    void add(QueryId query, long expected) {
        rows.put(query, expected);
    }

    void remove(QueryId query) {
        rows.remove(query);
        done.remove(query);
    }

    /** Nothing more is to be sent, and what is in flight is to end. */
    void kill() {
        killed = true;
        rows.keySet().forEach(target::kill);
    }

    boolean isKilled() {
        return killed;
    }

    /** Rows that the statements have copied so far, as of a second ago at most. */
    synchronized long rowsDone() {
        if (nanoTime.getAsLong() - lookedAt >= OLDEST_LOOK) {
            lookedAt = nanoTime.getAsLong();
            rows.forEach((query, expected) -> {
                if (expected > 0) {
                    done.put(query, done(query, expected));
                }
            });
            done.keySet().retainAll(rows.keySet());
        }
        return done.values().stream().mapToLong(Long::longValue).sum();
    }

    private long done(QueryId query, long expected) {
        Optional<Running> running = target.running(query);
        return running.map(found -> Math.min(expected, Math.max(found.readRows(), found.writtenRows())))
                .orElse(0L);
    }
}
