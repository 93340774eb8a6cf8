package io.longhaul.common.migration;

import java.util.Optional;

/**
 * Enough free disk space on the ClickHouse server, over all its disks. Either part may be absent, not both.
 *
 * @param forTable free space measured against the size of a table
 * @param atLeast free space in bytes
 */
public record FreeDisk(Optional<ForTable> forTable, Optional<Long> atLeast) implements Check {

    public FreeDisk {
        if (forTable.isEmpty() && atLeast.isEmpty()) {
            throw new IllegalArgumentException("freeDisk says neither a table nor a number of bytes");
        }
    }

    /**
     * As many times the size of a table as a migration will need.
     *
     * @param table a table of the target database
     * @param factor of its bytes on disk; greater than 0
     */
    public record ForTable(String table, double factor) {

        public ForTable {
            if (!(factor > 0)) {
                throw new IllegalArgumentException("freeDisk factor is %s, not above 0".formatted(factor));
            }
        }
    }
}
