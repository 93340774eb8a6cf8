package io.longhaul.worker.rebuild;

import java.util.List;
import java.util.Map;

/**
 * A part of a table, as {@code system.parts} has it.
 *
 * @param partition id of the partition
 * @param name which changes with each merge and move
 * @param uuid which stays, where the table gives its parts one
 * @param rows in it
 * @param bytes on disk
 * @param rawBytes without compression
 * @param from the lowest block number in it
 * @param to the highest
 */
record Part(String partition, String name, String uuid, long rows, long bytes, long rawBytes, long from, long to) {

    /** The parts of a table that have rows, by partition and age. A moved part leaves an empty one behind. */
    static List<Part> of(Sender sender, String table) throws InterruptedException {
        return sender.rows("""
                        SELECT partition_id, name, toString(uuid) AS uuid, rows, bytes_on_disk, data_uncompressed_bytes,
                               min_block_number, max_block_number
                          FROM system.parts
                         WHERE active AND rows > 0 AND database = currentDatabase() AND table = {table:String}
                         ORDER BY partition_id, min_block_number""", Map.of("table", table)).stream().map(Part::read).toList();
    }

    /** Those of some partitions, in the same order. */
    static List<Part> of(Sender sender, String table, List<String> partitions) throws InterruptedException {
        return sender.rows("""
                        SELECT partition_id, name, toString(uuid) AS uuid, rows, bytes_on_disk, data_uncompressed_bytes,
                               min_block_number, max_block_number
                          FROM system.parts
                         WHERE active AND rows > 0 AND database = currentDatabase() AND table = {table:String}
                           AND partition_id IN (%s)
                         ORDER BY partition_id, min_block_number""".formatted(Literal.list(partitions)), Map.of("table", table)).stream()
                .map(Part::read)
                .toList();
    }

    private static Part read(Map<String, String> row) {
        return new Part(
                TableFacts.text(row, "partition_id"),
                TableFacts.text(row, "name"),
                TableFacts.text(row, "uuid"),
                number(row, "rows"),
                number(row, "bytes_on_disk"),
                number(row, "data_uncompressed_bytes"),
                number(row, "min_block_number"),
                number(row, "max_block_number"));
    }

    static long number(Map<String, String> row, String column) {
        return Long.parseLong(row.getOrDefault(column, "0"));
    }
}
