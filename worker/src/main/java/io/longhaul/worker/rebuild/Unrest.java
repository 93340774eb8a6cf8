package io.longhaul.worker.rebuild;

import java.util.Map;

/**
 * What may have changed rows of a table without giving them a new block number.
 *
 * @param serverStart when the server was started, in seconds since 1970: numbers may have been given again since
 * @param mutations that the table has had
 * @param patches parts of lightweight updates
 */
record Unrest(long serverStart, long mutations, long patches) {

    /** The clock of the server against its uptime, in seconds. */
    private static final long JITTER = 5;

    static Unrest of(Sender sender, String table) throws InterruptedException {
        Map<String, String> row = sender.row("""
                SELECT toUnixTimestamp(now()) - uptime() AS started,
                       (SELECT count() FROM system.mutations
                         WHERE database = currentDatabase() AND table = {table:String}) AS mutations,
                       (SELECT count() FROM system.parts
                         WHERE active AND startsWith(partition_id, 'patch-')
                           AND database = currentDatabase() AND table = {table:String}) AS patches""", Map.of("table", table));
        return new Unrest(Part.number(row, "started"), Part.number(row, "mutations"), Part.number(row, "patches"));
    }

    boolean isLike(Unrest other) {
        return Math.abs(serverStart - other.serverStart) <= JITTER
                && mutations == other.mutations
                && patches == other.patches;
    }
}
