package io.longhaul.worker.run;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * People who write to a table all the time, each row with an id of its own: those that were acknowledged must be there
 * exactly once, those that were refused at most once.
 */
final class Writers implements AutoCloseable {

    /**
     * As people have one too: without it they would take the whole machine. On a slow one it is twice as long as what
     * they have just written took.
     */
    private static final Duration PAUSE = Duration.ofMillis(15);

    private static final AtomicLong NAMES = new AtomicLong();

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong ids = new AtomicLong(1_000_000_000L);
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentSkipListSet<Long> acknowledged = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListSet<Long> refused = new ConcurrentSkipListSet<>();
    private final AtomicLong longestNanos = new AtomicLong();

    Writers(String clickHouse, String table, int writers) {
        ServiceUrl url = ServiceUrl.parse(clickHouse, List.of("http"));
        for (int i = 0; i < writers; i++) {
            boolean slow = i % 3 == 2;
            Thread thread = new Thread(() -> write(url, table, slow), "writer-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void write(ServiceUrl url, String table, boolean slow) {
        try (ClickHouseTarget target = new ClickHouseTarget(url)) {
            while (!ended.get()) {
                long first = ids.getAndAdd(10);
                // The slow ones are under way for a while, so that some are when the tables are exchanged.
                String select = slow
                        ? "SELECT %d + number, toDateTime('2024-01-01 00:00:00') + (number %% 4) * 2678400 + sleepEachRow(0.05), 'w', NULL FROM numbers(10)"
                        : "SELECT %d + number, toDateTime('2024-01-01 00:00:00') + (number %% 4) * 2678400, 'w', NULL FROM numbers(10)";
                long at = System.nanoTime();
                Outcome outcome = target.execute(new TargetStatement(
                        new QueryId("writer-" + NAMES.incrementAndGet()),
                        "INSERT INTO %s (id, at, text, note) ".formatted(table) + select.formatted(first),
                        Map.of()));
                long took = slow ? 0 : System.nanoTime() - at;
                longestNanos.accumulateAndGet(took, Math::max);
                for (long id = first; id < first + 10; id++) {
                    (outcome instanceof Outcome.Returned ? acknowledged : refused).add(id);
                }
                LockSupport.parkNanos(Math.max(PAUSE.toNanos(), 2 * took));
            }
        }
    }

    /** Waits for the inserts in hand. */
    void end() throws InterruptedException {
        ended.set(true);
        for (Thread thread : threads) {
            thread.join(30_000);
        }
    }

    ConcurrentSkipListSet<Long> acknowledged() {
        return acknowledged;
    }

    ConcurrentSkipListSet<Long> refused() {
        return refused;
    }

    /** Of an insert that has nothing to wait for. */
    long longestMillis() {
        return longestNanos.get() / 1_000_000;
    }

    @Override
    public void close() throws InterruptedException {
        end();
    }
}
