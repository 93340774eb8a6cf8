package io.longhaul.common.migration;

import java.util.Optional;

/**
 * A query on ClickHouse that answers yes or no.
 *
 * @param sql returns one row with one value: 1 or true means yes, 0 or false means no, anything else is an error
 * @param message for people, what it means that it says no
 */
public record SqlCheck(String sql, Optional<String> message) implements Check {

    /** One that speaks for itself. */
    public SqlCheck(String sql) {
        this(sql, Optional.empty());
    }
}
