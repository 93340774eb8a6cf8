package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.definition.Node.Scalar;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The sentence for a value of the wrong type. */
final class WrongType {

    private static final Map<String, String> TYPES = Map.of(
            "string", "text",
            "number", "a decimal number",
            "integer", "a whole number",
            "boolean", "true or false",
            "array", "a list",
            "object", "a mapping");

    private WrongType() {}

    static String wrong(String name, Node node) {
        return "%s is %s".formatted(name, kind(node));
    }

    private static String kind(Node node) {
        if (!(node instanceof Scalar scalar)) {
            return node instanceof Mapping ? "a mapping" : "a list";
        }
        return switch (scalar.kind()) {
            case TEXT -> "the text " + Sentence.quoted(scalar);
            case BOOLEAN -> scalar.value() + " without quotes, which YAML reads as yes or no";
            case NOTHING -> "empty";
            case NUMBER -> number(scalar.value());
        };
    }

    private static String number(String written) {
        String read = PlainScalar.asRead(written);
        return read.equals(written)
                ? "the number %s".formatted(written)
                : "the number %s, which YAML reads as %s".formatted(written, read);
    }

    static String right(Node node, JsonNode rule) {
        List<String> types = rule.path("type").isArray()
                ? rule.path("type").valueStream().map(JsonNode::asString).toList()
                : List.of(rule.path("type").asString());
        boolean onlyText = types.contains("string") && !types.contains("integer");
        if (onlyText && isTextWithoutQuotes(node)) {
            return asText(((Scalar) node).value(), rule);
        }
        String due = types.stream().map(TYPES::get).collect(Collectors.joining(" or "));
        if (onlyText && node instanceof Mapping) {
            return "it takes %s; text that begins with '{' needs quotes".formatted(due);
        }
        String example = Sentence.yaml(rule.path("examples").path(0));
        return example.isEmpty() ? "it takes " + due : "it takes %s, such as %s".formatted(due, example);
    }

    /** Quotes alone may not be enough: 1.45 is no version, as text neither. */
    private static String asText(String written, JsonNode rule) {
        String right = "write it as text, in quotes: " + Sentence.yaml(written);
        boolean fits = !rule.has("pattern")
                || Pattern.compile(rule.path("pattern").asString())
                        .matcher(written)
                        .find();
        return fits
                ? right
                : "%s, and %s".formatted(right, rule.path("patternErrorMessage").asString());
    }

    private static boolean isTextWithoutQuotes(Node node) {
        return node instanceof Scalar scalar
                && switch (scalar.kind()) {
                    case NUMBER, BOOLEAN -> true;
                    case TEXT, NOTHING -> false;
                };
    }
}
