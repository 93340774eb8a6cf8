package io.longhaul.common.migration;

import java.util.Map;

/**
 * A migration whose author needs Java: a class with this interface and a public constructor without parameters, named
 * in {@code META-INF/services/io.longhaul.common.migration.JavaMigration} of a jar in the directory of the migrations.
 * It is the same as one in YAML, and may have functions besides: an operation on {@link Engine#JAVA} names actions in
 * the place of statements, a query on it names a condition.
 */
public interface JavaMigration {

    /** What it says; always the same. */
    Migration migration();

    /** What its operations do, by name. */
    default Map<String, Action> actions() {
        return Map.of();
    }

    /** What its checks ask, by name. */
    default Map<String, Condition> conditions() {
        return Map.of();
    }
}
