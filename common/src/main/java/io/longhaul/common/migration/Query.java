package io.longhaul.common.migration;

/**
 * A question to a target, which changes nothing there.
 *
 * @param engine which target is asked
 * @param sql one statement; {@code {name:type}} in it is a bound parameter
 */
public record Query(Engine engine, String sql) {

    /** The condition of this name. */
    public static Query inJava(String condition) {
        return new Query(Engine.JAVA, condition);
    }

    /** One for PostgreSQL. */
    public static Query onPostgres(String sql) {
        return new Query(Engine.POSTGRES, sql);
    }

    /** One for ClickHouse. */
    public static Query onClickHouse(String sql) {
        return new Query(Engine.CLICKHOUSE, sql);
    }
}
