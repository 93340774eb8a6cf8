package io.longhaul.acceptance.bench;

import io.longhaul.local.quickstart.ClickHouse;
import io.longhaul.local.quickstart.EventsTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;

/** A table of events as it was at first, and as many fresh ones of the same parts as are needed. */
final class Source {

    /**
     * For a minute after files were deleted an ext4 without a journal looks at each of them whenever a file is made
     * ({@code RECENTCY_MIN} in Linux' {@code fs/ext4/ialloc.c}): whoever makes more files would pay more for what the
     * one before left.
     */
    private static final Duration REST = Duration.ofSeconds(61);

    /** Of fewer rows no time says anything. */
    private static final long ROWS_WORTH_A_REST = 1_000_000;

    static final String NEW_KEY = "team_id, event, toDate(timestamp), cityHash64(distinct_id)";

    private final ClickHouse clickHouse;
    private final long rows;

    /** Twelve partitions of one part each: nothing is merged any more while somebody measures. */
    Source(ClickHouse clickHouse, long rows) throws IOException, InterruptedException {
        this.clickHouse = clickHouse;
        this.rows = rows;
        new EventsTable(clickHouse).fill(rows, new PrintStream(OutputStream.nullOutputStream()));
        clickHouse.ask("ALTER TABLE events ADD COLUMN version UInt64 DEFAULT toUnixTimestamp(timestamp)");
        clickHouse.ask("OPTIMIZE TABLE events FINAL");
        clickHouse.ask("RENAME TABLE events TO source");
    }

    /** {@code events} anew, by hard links. */
    void fresh() throws IOException, InterruptedException {
        clear();
        clickHouse.ask("CREATE TABLE events AS source");
        for (String partition : lines("SELECT DISTINCT partition_id FROM system.parts"
                + " WHERE active AND database = currentDatabase() AND table = 'source' ORDER BY 1")) {
            clickHouse.ask("ALTER TABLE events ATTACH PARTITION ID '%s' FROM source".formatted(partition));
        }
        settle();
    }

    /** What one copy left is dropped, long enough ago not to matter: each begins in the same place. */
    private void clear() throws IOException, InterruptedException {
        for (String table :
                lines("SELECT name FROM system.tables WHERE database = currentDatabase() AND name != 'source'")) {
            clickHouse.ask("DROP TABLE `%s` SYNC".formatted(table));
        }
        settle();
        if (rows >= ROWS_WORTH_A_REST) {
            Thread.sleep(REST.toMillis());
        }
    }

    /** What one copy leaves in the memory of the system is not to be written out at the cost of the next. */
    private static void settle() throws IOException, InterruptedException {
        if (new ProcessBuilder("sync").start().waitFor() != 0) {
            throw new IllegalStateException("sync failed");
        }
    }

    /** Seconds that one statement takes which copies the whole table into another one with the new sorting key. */
    double plainCopy(String settings) throws IOException, InterruptedException {
        clear();
        clickHouse.ask("CREATE TABLE target AS source ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (%s)"
                .formatted(NEW_KEY));
        settle();
        long begin = System.nanoTime();
        clickHouse.ask("INSERT INTO target SELECT * FROM source" + settings);
        double seconds = (System.nanoTime() - begin) / 1e9;
        requireWhole("target");
        return seconds;
    }

    /** A figure of a copy that is not whole is worth nothing. */
    void requireWhole(String table) throws IOException, InterruptedException {
        String rows = clickHouse.ask("SELECT count() FROM " + table).text();
        String wanted = clickHouse.ask("SELECT count() FROM source").text();
        if (!rows.equals(wanted)) {
            throw new IllegalStateException("%s has %s rows of %s".formatted(table, rows, wanted));
        }
    }

    String shape() throws IOException, InterruptedException {
        String[] facts = clickHouse
                .ask("SELECT sum(rows), uniqExact(partition_id), count(), formatReadableSize(sum(bytes_on_disk)),"
                        + " formatReadableSize(sum(data_uncompressed_bytes)) FROM system.parts"
                        + " WHERE active AND database = currentDatabase() AND table = 'source'")
                .text()
                .split("\t", -1);
        return "%,d rows, %s partitions, %s parts, %s, %s without compression"
                .formatted(Long.parseLong(facts[0]), facts[1], facts[2], facts[3], facts[4]);
    }

    private Iterable<String> lines(String sql) throws IOException, InterruptedException {
        return clickHouse
                .ask(sql)
                .text()
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
