package io.longhaul.common.migration;

import java.util.Locale;

/** What carries out a statement or answers a query. */
public enum Engine {
    /** The ClickHouse server that migrations work on. */
    CLICKHOUSE("ClickHouse"),
    /** The PostgreSQL database that migrations work on, which is not the one of Longhaul's own tables. */
    POSTGRES("PostgreSQL");

    private final String title;

    Engine(String title) {
        this.title = title;
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
