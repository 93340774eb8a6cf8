package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Parameter;
import io.longhaul.common.migration.ParameterType;
import java.util.List;
import java.util.Optional;

/** What may be chosen for a run, as table {@code definition} has it. */
record ParameterDocument(
        String name,
        ParameterType type,
        Optional<String> standard,
        Optional<String> description,
        Optional<String> atLeast,
        Optional<String> atMost,
        List<String> values) {

    static ParameterDocument of(Parameter parameter) {
        return new ParameterDocument(
                parameter.name(),
                parameter.type(),
                parameter.standard(),
                parameter.description(),
                parameter.atLeast(),
                parameter.atMost(),
                parameter.values());
    }

    Parameter parameter() {
        return new Parameter(name, type, standard, description, atLeast, atMost, values);
    }
}
