package io.longhaul.worker.prove;

import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A table, view or the like of a database.
 *
 * @param definition what it is, without what differs each time it is made
 * @param rows how many; absent where it has none of its own
 * @param sums of the values of each column, whatever the order of the rows; under {@link #ROW} that of whole rows
 */
record Thing(String definition, OptionalLong rows, NavigableMap<String, String> sums) {

    static final String ROW = "";

    Thing(String definition, OptionalLong rows, Map<String, String> sums) {
        this(definition, rows, (NavigableMap<String, String>) new TreeMap<>(sums));
    }

    /** One without rows of its own. */
    Thing(String definition) {
        this(definition, OptionalLong.empty(), Map.of());
    }
}
