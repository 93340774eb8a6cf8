package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.bench.Writer.Insert;
import io.longhaul.local.quickstart.ClickHouse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Those who use a table while it is rebuilt, and what must be true of their rows at the end. */
final class Crowd implements AutoCloseable {

    private static final int WRITERS = 4;

    private final List<Writer> writers;
    private final Reader reader;
    private final List<Thread> threads = new ArrayList<>();

    Crowd(String clickHouse) {
        writers = IntStream.rangeClosed(1, WRITERS)
                .mapToObj(number -> new Writer(number, number == WRITERS, clickHouse))
                .toList();
        reader = new Reader(writers, clickHouse);
        writers.forEach(this::start);
        start(reader);
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "crowd");
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    Reader reader() {
        return reader;
    }

    /** Inserts that ended in this time, of those who wait for nothing but the server. */
    List<Insert> between(long from, long to) {
        return writers.stream()
                .flatMap(writer -> writer.inserts().stream())
                .filter(insert -> !insert.slow() && insert.endedAt() >= from && insert.endedAt() < to)
                .sorted(Comparator.comparingLong(Insert::endedAt))
                .toList();
    }

    /** All inserts that were not acknowledged, by reason. */
    Map<String, Integer> refused() {
        Map<String, Integer> refused = new HashMap<>();
        writers.stream()
                .flatMap(writer -> writer.inserts().stream())
                .filter(insert -> !insert.isWell())
                .forEach(insert -> refused.merge(insert.refused(), 1, Integer::sum));
        return refused;
    }

    /** Waits for the inserts in hand. */
    @Override
    public void close() throws InterruptedException {
        writers.forEach(Writer::end);
        reader.end();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** After everybody has ended: what was acknowledged is there once, what was refused once at most. */
    Count count(ClickHouse clickHouse, long first) throws IOException, InterruptedException {
        long lost = 0;
        long doubled = 0;
        String[] old = clickHouse
                .ask("SELECT count(), uniqExact(seq) FROM events WHERE writer = 0")
                .text()
                .split("\t", -1);
        lost += first - Long.parseLong(old[1]);
        doubled += Long.parseLong(old[0]) - Long.parseLong(old[1]);
        Map<String, Long> there = new HashMap<>();
        for (String line : clickHouse
                .ask(
                        "SELECT writer, intDiv(seq, %d) AS batch, count(), uniqExact(seq) FROM events WHERE writer > 0 GROUP BY 1, 2"
                                .formatted(Writer.BATCH))
                .text()
                .lines()
                .toList()) {
            String[] cells = line.split("\t", -1);
            there.put(cells[0] + "/" + cells[1], Long.parseLong(cells[3]));
            doubled += Long.parseLong(cells[2]) - Long.parseLong(cells[3]);
        }
        long acknowledged = 0;
        for (Writer writer : writers) {
            for (Insert insert : writer.inserts()) {
                if (insert.isWell()) {
                    acknowledged += Writer.BATCH;
                    lost += Writer.BATCH - there.getOrDefault(insert.writer() + "/" + insert.batch(), 0L);
                }
            }
        }
        return new Count(lost, doubled, acknowledged);
    }

    /** Of rows. */
    record Count(long lost, long doubled, long acknowledged) {}
}
