package io.longhaul.worker.rebuild;

import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The statements of a rebuild that the database works on. Safe for use by many threads. */
final class InFlight {

    private final Target target;
    private final Map<QueryId, Long> rows = new ConcurrentHashMap<>();
    private volatile boolean killed;

    /** {@code target} is for looks and kills, beside the statements. */
    InFlight(Target target) {
        this.target = target;
    }

    /** {@code expected} rows; 0 for one that copies none. */
    void add(QueryId query, long expected) {
        rows.put(query, expected);
    }

    void remove(QueryId query) {
        rows.remove(query);
    }

    /** Nothing more is to be sent, and what is in flight is to end. */
    void kill() {
        killed = true;
        rows.keySet().forEach(target::kill);
    }

    boolean isKilled() {
        return killed;
    }

    /** Rows that the statements have copied so far. */
    long rowsDone() {
        return rows.entrySet().stream()
                .filter(statement -> statement.getValue() > 0)
                .mapToLong(statement -> done(statement.getKey(), statement.getValue()))
                .sum();
    }

    private long done(QueryId query, long expected) {
        Optional<Running> running = target.running(query);
        return running.map(found -> Math.min(expected, Math.max(found.readRows(), found.writtenRows())))
                .orElse(0L);
    }
}
