package io.longhaul.dispatcher.view;

import io.longhaul.common.migration.Parameter;
import io.longhaul.common.migration.ParameterType;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was chosen for a run, and what may be. */
public final class Chosen {

    private Chosen() {}

    /** Names with their values, in order of names. */
    public static String line(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> "%s = %s".formatted(entry.getKey(), shown(entry.getValue())))
                        .collect(Collectors.joining(", "));
    }

    /** What may be chosen for one. */
    static String line(Parameter parameter) {
        StringBuilder line = new StringBuilder(parameter.name()).append(": ");
        line.append(
                parameter.type() == ParameterType.ENUM
                        ? parameter.example()
                        : parameter.type().words());
        line.append(
                parameter.standard().map(value -> ", default " + shown(value)).orElse(", to be chosen"));
        parameter.atLeast().ifPresent(bound -> line.append(", at least ").append(bound));
        parameter.atMost().ifPresent(bound -> line.append(", at most ").append(bound));
        parameter.description().ifPresent(text -> line.append("; ").append(text));
        return line.toString();
    }

    /** In quotes where a reader could not tell otherwise where it begins and ends. */
    private static String shown(String value) {
        boolean plain =
                !value.isBlank() && value.strip().equals(value) && value.chars().noneMatch(Chosen::misleads);
        return plain ? value : Json.quoted(value);
    }

    private static boolean misleads(int character) {
        return character == ',' || character == '"' || character == '=' || Character.isISOControl(character);
    }
}
