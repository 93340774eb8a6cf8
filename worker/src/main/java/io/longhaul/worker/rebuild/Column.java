package io.longhaul.worker.rebuild;

/**
 * A column of a table.
 *
 * @param name as it is, without quotes
 * @param type in the database's words
 * @param kind of its default: {@code DEFAULT}, {@code MATERIALIZED}, {@code ALIAS}, {@code EPHEMERAL}, or nothing
 */
record Column(String name, String type, String kind) {

    /** Whether it has values on disk. */
    boolean isStored() {
        return !kind.equals("ALIAS") && !kind.equals("EPHEMERAL");
    }

    /** Whether it is given values, and does not reckon them itself. */
    boolean isGiven() {
        return kind.isEmpty() || kind.equals("DEFAULT");
    }

    /** Hashing a NULL gives NULL, which no sum counts. */
    boolean mayBeNull() {
        return type.startsWith("Nullable(") || type.startsWith("LowCardinality(Nullable(");
    }

    /** Whether the database cannot hash it as it is. */
    boolean isOpaque() {
        return (type.contains("AggregateFunction(") && !type.contains("SimpleAggregateFunction("))
                || type.contains("JSON")
                || type.contains("Dynamic")
                || type.contains("Variant(")
                || type.contains("Object(");
    }
}
