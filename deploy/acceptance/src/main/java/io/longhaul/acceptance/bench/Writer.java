package io.longhaul.acceptance.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who writes to the table all the time, some ten rows at once into four partitions, each row with a number
 * that is never used again. Safe to be looked at by other threads.
 */
final class Writer implements Runnable {

    static final int BATCH = 10;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long AWAY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final int number;
    private final boolean slow;
    private final Post post;
    private final List<Insert> inserts = new ArrayList<>();
    private volatile Seen seen = new Seen(0, 0);
    private volatile boolean ended;

    /** {@code slow}: each of its inserts is under way for half a second. */
    Writer(int number, boolean slow, String clickHouse) {
        this.number = number;
        this.slow = slow;
        this.post = new Post(clickHouse);
    }

    @Override
    public void run() {
        for (long batch = 0; !ended; batch++) {
            Insert insert = insert(batch);
            synchronized (inserts) {
                inserts.add(insert);
            }
            seen = new Seen(
                    (batch + 1) * BATCH, seen.acknowledged() + (insert.refused().isEmpty() ? BATCH : 0));
            LockSupport.parkNanos(insert.refused().equals("away") ? AWAY_NANOS : PAUSE_NANOS);
        }
    }

    private Insert insert(long batch) {
        long begin = System.nanoTime();
        long beganAt = System.currentTimeMillis();
        String refused = "";
        try {
            Post.Reply reply =
                    post.send("""
                    INSERT INTO events (writer, seq, at, text)
                    SELECT %d, %d + number, toDateTime('2024-01-01 00:00:00') + (number %% 4) * 2678400 %s, 'w'
                      FROM numbers(%d)
                    SETTINGS async_insert = 0""".formatted(number, batch * BATCH, slow ? "+ sleepEachRow(0.05)" : "", BATCH));
            refused = reply.isWell() ? "" : "error " + reply.code();
        } catch (IOException away) {
            refused = "away";
        } catch (InterruptedException end) {
            ended = true;
            refused = "away";
        }
        return new Insert(number, batch, beganAt, (System.nanoTime() - begin) / 1_000_000, slow, refused);
    }

    /** It ends after the insert in hand. */
    void end() {
        ended = true;
    }

    int number() {
        return number;
    }

    /** What must be visible to everybody by now. */
    Seen seen() {
        return seen;
    }

    List<Insert> inserts() {
        synchronized (inserts) {
            return List.copyOf(inserts);
        }
    }

    /**
     * What a writer knows of its rows.
     *
     * @param below the number under which all its rows have been sent
     * @param acknowledged how many of these are in the table, by the server's word
     */
    record Seen(long below, long acknowledged) {}

    /**
     * One that was sent.
     *
     * @param beganAt in milliseconds of the wall clock, which is that of the services
     * @param refused why it was not acknowledged; empty when it was
     */
    record Insert(int writer, long batch, long beganAt, long millis, boolean slow, String refused) {

        long endedAt() {
            return beganAt + millis;
        }

        boolean isWell() {
            return refused.isEmpty();
        }
    }
}
