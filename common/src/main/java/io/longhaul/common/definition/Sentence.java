package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Scalar;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The pieces that sentences about a definition are made of. */
final class Sentence {

    private static final int LONGEST_QUOTE = 48;

    private Sentence() {}

    static String quoted(Scalar scalar) {
        return quoted(scalar.value());
    }

    static String quoted(String text) {
        return "'%s'".formatted(shortened(text, LONGEST_QUOTE));
    }

    /** At most so many code points, the last of them … where something was cut off. */
    static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)).stripTrailing() + "…";
    }

    /** In YAML's flow style, as it could stand in a definition. */
    static String yaml(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(entry -> entry.getKey() + ": " + yaml(entry.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        if (value.isArray()) {
            return value.valueStream().map(Sentence::yaml).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.isString() ? yaml(value.stringValue()) : value.toString();
    }

    /** As text in double quotes. */
    static String yaml(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
