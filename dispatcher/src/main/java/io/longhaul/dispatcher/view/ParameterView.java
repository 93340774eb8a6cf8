package io.longhaul.dispatcher.view;

import io.longhaul.common.migration.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be chosen for a run, for programs.
 *
 * @param type string, integer, decimal, boolean, timestamp, duration, enum or identifier
 * @param defaultValue the value where none is chosen, as it is bound; null where one must be
 * @param values of an enum; else none
 */
record ParameterView(
        String name,
        String type,
        @Nullable String defaultValue,
        @Nullable String description,
        @Nullable String atLeast,
        @Nullable String atMost,
        List<String> values) {

    static ParameterView of(Parameter parameter) {
        return new ParameterView(
                parameter.name(),
                parameter.type().words(),
                parameter.standard().orElse(null),
                parameter.description().orElse(null),
                parameter.atLeast().orElse(null),
                parameter.atMost().orElse(null),
                parameter.values());
    }
}
