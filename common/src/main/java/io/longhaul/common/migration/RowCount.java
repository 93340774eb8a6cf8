package io.longhaul.common.migration;

import java.util.Optional;

/**
 * Neither too few nor too many rows in a table. Either bound may be absent, not both.
 *
 * @param engine of the target that has the table
 * @param table of the target database
 * @param atLeast the fewest that are right
 * @param atMost the most that are right
 */
public record RowCount(Engine engine, String table, Optional<Long> atLeast, Optional<Long> atMost) implements Check {

    public RowCount {
        if (atLeast.isEmpty() && atMost.isEmpty()) {
            throw new IllegalArgumentException("rowCount of %s says neither atLeast nor atMost".formatted(table));
        }
    }
}
