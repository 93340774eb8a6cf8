package io.longhaul.common.migration;

import java.util.List;
import java.util.Locale;

/** What carries out a statement or answers a query. */
public enum Engine {
    /** The ClickHouse server that migrations work on. */
    CLICKHOUSE("ClickHouse"),
    /** The PostgreSQL database that migrations work on, which is not the one of Longhaul's own tables. */
    POSTGRES("PostgreSQL"),
    /** The worker itself: statements are names of actions, queries names of conditions. */
    JAVA("Java"),
    /** The worker itself: statements are built-in operations, which work on ClickHouse. */
    BUILT_IN("Longhaul");

    private final String title;

    Engine(String title) {
        this.title = title;
    }

    /** Those that are databases. */
    public static List<Engine> databases() {
        return List.of(CLICKHOUSE, POSTGRES);
    }

    /** As people call it. */
    public String title() {
        return title;
    }

    /** As definitions call it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
