package io.longhaul.common.migration;

/**
 * A query on ClickHouse that answers yes or no.
 *
 * @param sql returns one row with one value: 1 or true means yes, 0 or false means no, anything else is an error
 */
public record SqlCheck(String sql) implements Check {}
