package io.longhaul.local.quickstart;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An application that goes on writing events while their table is migrated: ten at once, some of today and some that
 * come late, each by a visitor whose name is never used again. It ends when it is closed, and then knows what must be
 * in the table.
 */
final class Visitors implements AutoCloseable {

    static final int BATCH = 10;

    private static final long PAUSE_MILLIS = 50;
    private static final long LAST_INSERT_SECONDS = 60;

    private final ClickHouse clickHouse;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private long batches;
    private long acknowledged;
    private long refused;
    private long longestMillis;

    Visitors(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    /** From now on. */
    void come() {
        var unused = thread.scheduleWithFixedDelay(this::insert, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void insert() {
        long begin = System.nanoTime();
        try {
            clickHouse.ask("""
                    INSERT INTO events
                    SELECT generateUUIDv4(number), 1, '$pageview', concat('visitor-', toString(%d + number)),
                           if(number %% 2 = 0, now64(6), toDateTime64('2025-01-01', 6, 'UTC') + toIntervalDay(rand(number) %% 330)),
                           '{"$browser":"Firefox"}', ''
                      FROM numbers(%d) SETTINGS async_insert = 0""".formatted(batches++ * BATCH, BATCH));
            acknowledged += BATCH;
        } catch (IOException no) {
            refused += BATCH;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        longestMillis = Math.max(longestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    /** What the application was told, and what is in the table. Only once it is closed. */
    synchronized Count count() throws IOException, InterruptedException {
        String[] found = clickHouse
                .ask("SELECT count(), uniqExact(distinct_id) FROM events WHERE startsWith(distinct_id, 'visitor-')")
                .text()
                .split("\t", -1);
        return new Count(acknowledged, refused, longestMillis, Long.parseLong(found[0]), Long.parseLong(found[1]));
    }

    /** After the insert in hand. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_INSERT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("an insert has not ended for %d s".formatted(LAST_INSERT_SECONDS));
            }
        } catch (InterruptedException end) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Rows.
     *
     * @param acknowledged by ClickHouse
     * @param refused by it, or not answered for: these may be there
     * @param longestMillis that one insert took
     * @param there rows in the table
     * @param different of these, with different names
     */
    record Count(long acknowledged, long refused, long longestMillis, long there, long different) {

        boolean isRight() {
            return there == different && there >= acknowledged && there <= acknowledged + refused;
        }
    }
}
