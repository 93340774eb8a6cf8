package io.longhaul.worker.rebuild;

/**
 * How the rows get into the new table.
 *
 * @param kind of way
 * @param because why it is taken, for people
 */
record Way(Kind kind, String because) {

    /** Ways, the cheapest first. */
    enum Kind {
        /** Partitions become hard links: no row is copied. */
        ATTACH,
        /** Rows are read and written anew. */
        COPY
    }

    /**
     * The cheapest that the tables allow.
     *
     * @param sameKeys as {@code ATTACH PARTITION FROM} demands: sorting, partition, primary and sampling key
     * @param sameColumns names and types
     * @param sameParts no setting changes that says how parts are written
     */
    static Way of(boolean sameKeys, boolean sameColumns, boolean sameParts) {
        if (sameKeys && sameColumns && sameParts) {
            return new Way(Kind.ATTACH, "keys and columns stay as they are: partitions are linked, no row is copied");
        }
        String change = sameKeys ? "the columns change" : "the keys change";
        return new Way(
                Kind.COPY,
                sameKeys && sameColumns
                        ? "a setting changes that says how parts are written: every row is written anew"
                        : change + ": every row is written anew");
    }
}
