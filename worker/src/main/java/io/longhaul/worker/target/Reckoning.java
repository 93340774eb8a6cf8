package io.longhaul.worker.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reckons beforehand what reading would be. It reads, and never writes. Throws {@link TargetRefused}. */
public interface Reckoning {

    /** What a query would read, by the database's own estimate; empty where it has none. */
    List<Share> estimate(String select, Map<String, String> parameters);

    /** Bytes that a row takes on disk; absent where the table has no rows. */
    Optional<Double> bytesPerRow(Table table);

    /** Reads all columns of so many rows of a query at most, and says how many there were. */
    long read(String select, Map<String, String> parameters, long atMost);

    /** A table, wherever it is on the server. */
    record Table(String database, String name) {}

    /** Rows of one table. */
    record Share(Table table, long rows) {}
}
