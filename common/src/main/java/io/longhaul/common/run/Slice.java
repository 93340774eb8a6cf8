package io.longhaul.common.run;

import java.util.List;
import java.util.Optional;

/**
 * Rows of a table, said so that the same words always mean the same rows: those of some partitions that were written in
 * a span of the table's history, and perhaps only those whose key is in a range.
 *
 * @param partitions their ids
 * @param after the block number after which the rows were written
 * @param upTo the last block number of them
 * @param keys a further condition on the key, in the database's words
 * @param rows how many they are expected to be
 */
public record Slice(List<String> partitions, long after, long upTo, Optional<String> keys, long rows) {

    public Slice {
        partitions = List.copyOf(partitions);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException("a slice of no partition");
        }
    }

    /** What people call it. */
    public String title() {
        String first = partitions.get(0);
        return partitions.size() == 1 ? first : "%s and %d more".formatted(first, partitions.size() - 1);
    }
}
