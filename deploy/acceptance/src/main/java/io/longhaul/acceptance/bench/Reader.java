package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.bench.Writer.Seen;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Somebody who reads the table all the time and knows which rows have been acknowledged. From the last look at which
 * all were there to the next at which they are again, the table is blind.
 */
final class Reader implements Runnable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final List<Writer> writers;
    private final Post post;
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile boolean ended;

    Reader(List<Writer> writers, String clickHouse) {
        this.writers = writers;
        this.post = new Post(clickHouse);
    }

    @Override
    public void run() {
        long good = System.nanoTime();
        boolean blind = false;
        while (!ended) {
            long looked = System.nanoTime();
            List<Seen> seen = writers.stream().map(Writer::seen).toList();
            try {
                Post.Reply reply = post.send("SELECT "
                        + writers.stream()
                                .map(writer -> "countIf(writer = %d AND seq < %d)"
                                        .formatted(
                                                writer.number(),
                                                seen.get(writers.indexOf(writer))
                                                        .below()))
                                .collect(Collectors.joining(", "))
                        + " FROM events WHERE writer > 0");
                if (reply.isWell()) {
                    if (!areThere(reply.text().split("\t", -1), seen)) {
                        blind = true;
                    } else {
                        if (blind) {
                            longestNanos.accumulateAndGet(System.nanoTime() - good, Math::max);
                        }
                        blind = false;
                        good = looked;
                    }
                }
            } catch (IOException away) {
                // Nobody sees anything while ClickHouse is away.
                good = System.nanoTime();
                blind = false;
            } catch (InterruptedException end) {
                ended = true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean areThere(String[] counts, List<Seen> seen) {
        for (int i = 0; i < counts.length; i++) {
            if (Long.parseLong(counts[i]) < seen.get(i).acknowledged()) {
                return false;
            }
        }
        return true;
    }

    /** The longest blind spot since this was last asked, in milliseconds. */
    double longestMillis() {
        return longestNanos.getAndSet(0) / 1e6;
    }

    void end() {
        ended = true;
    }
}
