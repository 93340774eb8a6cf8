package io.longhaul.worker.rebuild;

import java.util.Map;

/**
 * What may have changed rows of a table without giving them a new block number.
 *
 * @param serverStart when the server was started, in seconds since 1970: numbers may have been given again since
 * @param lastChange number of the last mutation or lightweight update of which there is a trace. They are numbered with
 *     the blocks, and parts carry the number in their names after the server has forgotten the mutation
 *     ({@code finished_mutations_to_keep}) or merged the patch (seen on 26.7)
 */
record Unrest(long serverStart, long lastChange) {

    /** The clock of the server against its uptime, in seconds. */
    private static final long JITTER = 5;

    static Unrest of(Sender sender, String table) throws InterruptedException {
        Map<String, String> row = sender.row("""
                SELECT toUnixTimestamp(now()) - uptime() AS started,
                       greatest(
                           (SELECT max(toUInt64OrZero(extract(mutation_id, '\\\\d+'))) FROM system.mutations
                             WHERE database = currentDatabase() AND table = {table:String}),
                           (SELECT max(toUInt64OrZero(splitByChar('_', name)[5])) FROM system.parts
                             WHERE active AND database = currentDatabase() AND table = {table:String})) AS last_change""", Map.of("table", table));
        return new Unrest(Part.number(row, "started"), Part.number(row, "last_change"));
    }

    boolean isLike(Unrest other) {
        return Math.abs(serverStart - other.serverStart) <= JITTER && lastChange == other.lastChange;
    }
}
