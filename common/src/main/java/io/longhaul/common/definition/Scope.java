package io.longhaul.common.definition;

import java.util.Set;

/**
 * Which names have a value where a text of SQL stands.
 *
 * @param parameters of the migration
 * @param forEach whether columns of a {@code forEach}, whatever they are called, have one too
 */
record Scope(Set<String> parameters, boolean forEach) {

    static final Scope NONE = new Scope(Set.of(), false);

    Scope {
        parameters = Set.copyOf(parameters);
    }

    /** Inside an operation that has a {@code forEach}, or has none. */
    Scope inOperation(boolean withForEach) {
        return new Scope(parameters, withForEach);
    }
}
