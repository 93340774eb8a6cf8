package io.longhaul.local.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** The table of a product-analytics application: who did what, when; a month a partition, a handful of teams. */
public final class EventsTable {

    private static final int MONTHS = 12;

    private final ClickHouse clickHouse;

    public EventsTable(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    /** Creates it anew and fills it with so many rows, spread over twelve months, telling how far it is. */
    public void fill(long rows, PrintStream out) throws IOException, InterruptedException {
        clickHouse.ask("DROP TABLE IF EXISTS events SYNC");
        clickHouse.ask("""
                CREATE TABLE events (
                    uuid UUID,
                    team_id UInt32,
                    event LowCardinality(String),
                    distinct_id String,
                    timestamp DateTime64(6, 'UTC'),
                    properties String,
                    elements_chain String)
                ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (team_id, timestamp)""");
        long perMonth = (rows + MONTHS - 1) / MONTHS;
        long filled = 0;
        for (int month = 1; month <= MONTHS && filled < rows; month++) {
            long now = Math.min(perMonth, rows - filled);
            clickHouse.ask(month(month, filled, now));
            filled += now;
            out.printf(Locale.ROOT, "  month %2d of %d, %,d rows%n", month, MONTHS, filled);
        }
    }

    private static String month(int month, long first, long rows) {
        return """
                INSERT INTO events
                SELECT generateUUIDv4(number) AS uuid,
                       1 + (cityHash64(number, 't') %% 100 < 60 ? 0 : cityHash64(number, 't') %% 8) AS team_id,
                       arrayElement(['$pageview', '$autocapture', '$identify', 'signed up', 'invited teammate',
                                     'created dashboard', 'exported data', 'upgraded plan'],
                                    arrayFirstIndex(share -> cityHash64(number, 'e') %% 100 < share,
                                                    [46, 76, 84, 89, 93, 96, 98, 100])) AS event,
                       concat('user-', toString(cityHash64(number, 'd') %% 200000)) AS distinct_id,
                       toDateTime64('2025-%1$02d-01 00:00:00', 6, 'UTC')
                           + toIntervalMicrosecond(cityHash64(number, 's') %% (27 * 86400000000)) AS timestamp,
                       concat('{"$browser":"', ['Chrome', 'Firefox', 'Safari', 'Edge'][1 + number %% 4], '","$current_url":"/project/',
                              toString(cityHash64(number, 'u') %% 5000), '","$lib_version":"1.', toString(number %% 90), '"}') AS properties,
                       if(event = '$autocapture', concat('button:', toString(cityHash64(number, 'c') %% 900)), '') AS elements_chain
                  FROM numbers_mt(%2$d, %3$d)
                SETTINGS max_insert_threads = 2, async_insert = 0""".formatted(month, first, rows);
    }

    /** Of the rows with which it was filled, in whatever order. */
    public Facts facts() throws IOException, InterruptedException {
        String[] sums = clickHouse
                .ask("SELECT count(), hex(sum(cityHash64(*))) FROM events WHERE startsWith(distinct_id, 'user-')")
                .text()
                .split("\t", -1);
        String sortingKey = clickHouse
                .ask("SELECT sorting_key FROM system.tables WHERE database = currentDatabase() AND name = 'events'")
                .text();
        return new Facts(Long.parseLong(sums[0]), sums[1], sortingKey, typicalQuery());
    }

    private long typicalQuery() throws IOException, InterruptedException {
        return clickHouse.ask(TYPICAL_QUERY).readRows();
    }

    static final String TYPICAL_QUERY = """
            SELECT toDate(timestamp) AS day, uniq(distinct_id) FROM events
             WHERE team_id = 1 AND event = 'upgraded plan' AND timestamp >= '2025-03-01' AND timestamp < '2025-04-01'
             GROUP BY day ORDER BY day""";

    /**
     * What is to be compared before and after.
     *
     * @param rows how many
     * @param checksum over all columns of all rows, whatever their order
     * @param sortingKey of the table
     * @param typicalQueryReads rows that ClickHouse reads for {@link #TYPICAL_QUERY}
     */
    public record Facts(long rows, String checksum, String sortingKey, long typicalQueryReads) {}
}
