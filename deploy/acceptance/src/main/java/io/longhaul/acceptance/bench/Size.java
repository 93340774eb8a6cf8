package io.longhaul.acceptance.bench;

/**
 * How much is measured.
 *
 * @param rows of the table that is copied
 * @param pairs how often each comparison is made
 * @param cutovers undisturbed ones, and as many in which something is killed
 * @param runs dispatched one after the other
 * @param partitions of the widest table
 * @param history runs in the longest history
 * @param seed of the moments at which something is killed
 */
record Size(long rows, int pairs, int cutovers, int runs, int partitions, int history, long seed) {

    Size {
        if (rows < 1 || pairs < 1 || cutovers < 1 || runs < 1 || partitions < 10 || history < 100) {
            throw new IllegalArgumentException(
                    "sizes are at least 1, partitions at least 10 and runs in the history at least 100");
        }
    }

    /** For people. */
    String words() {
        return "%,d rows, %d pairs, %d cut-overs, %d runs, %,d partitions, %,d runs in the history, seed %d"
                .formatted(rows, pairs, cutovers, runs, partitions, history, seed);
    }
}
