package io.longhaul.common.migration;

import java.util.Optional;

/**
 * A query that answers yes or no.
 *
 * @param query returns one row with one value: 1 or true means yes, 0 or false means no, anything else is an error
 * @param message for people, what it means that it says no
 */
public record SqlCheck(Query query, Optional<String> message) implements Check {

    /** One on ClickHouse that speaks for itself. */
    public SqlCheck(String sql) {
        this(sql, Optional.empty());
    }

    /** One on ClickHouse. */
    public SqlCheck(String sql, Optional<String> message) {
        this(Query.onClickHouse(sql), message);
    }
}
