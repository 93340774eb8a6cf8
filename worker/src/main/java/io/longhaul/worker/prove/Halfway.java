package io.longhaul.worker.prove;

import io.longhaul.common.run.QueryId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each statement is half done, from how long it took undisturbed: a statement that is killed just after it began
 * leaves nothing behind.
 */
final class Halfway {

    private static final int PARTS = 5;

    private final Map<String, Duration> took = new ConcurrentHashMap<>();

    /** What it took, in a run that nothing disturbs. */
    void note(QueryId query, Duration duration) {
        took.put(place(query), duration);
    }

    Duration of(QueryId query) {
        return took.getOrDefault(place(query), Duration.ZERO).dividedBy(2);
    }

    /** Operation and chunk, whatever the run and the epoch. */
    private static String place(QueryId query) {
        String[] parts = query.value().split("-", PARTS);
        return parts.length == PARTS ? parts[2] + "-" + parts[3] : "";
    }
}
