package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Entry;
import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.words.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A rule of the schema that a value breaks, put into a sentence.
 *
 * @param keyword of JSON Schema
 * @param property the key that the rule is about, for keywords that are about one
 * @param name what the value is called in sentences
 * @param node the value
 * @param rule the part of the schema that holds the keyword
 */
record Violation(String keyword, String property, String name, Node node, JsonNode rule) {

    void addTo(Findings findings) {
        switch (keyword) {
            case "additionalProperties" -> unknown(findings);
            case "required" -> findings.add(node.place(), quotedProperty() + " is missing", "add " + example(property));
            case "dependentRequired" ->
                findings.add(node.place(), "%s lacks %s".formatted(name, quotedProperty()), "add " + example(property));
            case "minProperties" -> findings.fault(node, name + " is empty", "it takes " + content());
            case "maxProperties" ->
                findings.fault(node, name + " holds several keys", "write each check as an item of its own");
            case "minItems" -> findings.fault(node, name + " is an empty list", "write at least one item");
            case "type" -> findings.fault(node, WrongType.wrong(name, node), WrongType.right(node, rule));
            case "pattern" ->
                findings.fault(
                        node, patternWrong(), rule.path("patternErrorMessage").asString());
            case "exclusiveMinimum" -> findings.fault(node, isWritten(), "write a number above " + limit());
            case "minimum" -> findings.fault(node, isWritten(), "write a number of at least " + limit());
            case "maximum" -> findings.fault(node, isWritten(), "write a number of at most " + limit());
            default ->
                throw new IllegalStateException(
                        "the schema uses '%s', for which there is no sentence".formatted(keyword));
        }
    }

    boolean isUnknownKey() {
        return keyword.equals("additionalProperties");
    }

    /** Of an unknown key, the known one that was probably meant. */
    Optional<String> meant() {
        if (!isUnknownKey() || !(node instanceof Mapping mapping)) {
            return Optional.empty();
        }
        Set<String> taken =
                mapping.entries().stream().map(entry -> entry.key().value()).collect(Collectors.toSet());
        List<String> free =
                knownKeys().stream().filter(key -> !taken.contains(key)).toList();
        return Spelling.nearest(property, free);
    }

    private void unknown(Findings findings) {
        Entry entry = ((Mapping) node).entry(property).orElseThrow();
        // What comes of { clickhouse: SELECT a, b }: a key b without a value.
        boolean afterComma = entry.value() instanceof Scalar value && value.isLeftOut();
        String others =
                afterComma ? "put quotes around text that holds ',', or write a key known here: " : "known here: ";
        String right = meant().map("did you mean '%s'?"::formatted).orElse(others + known());
        findings.add(entry.key().place(), "unknown key %s".formatted(Sentence.quoted(property)), right);
    }

    private String patternWrong() {
        String text = ((Scalar) node).value();
        if (text.isBlank()) {
            return name + " is blank";
        }
        return text.strip().lines().count() > 1 ? name + " runs over several lines" : isWritten();
    }

    private String isWritten() {
        Scalar scalar = (Scalar) node;
        return "%s is %s".formatted(name, scalar.kind() == Node.Kind.TEXT ? Sentence.quoted(scalar) : scalar.value());
    }

    private String limit() {
        return rule.path(keyword).toString();
    }

    private String example(String key) {
        JsonNode example = rule.path("properties").path(key).path("examples").path(0);
        return "%s: %s".formatted(key, Sentence.yaml(example));
    }

    private String known() {
        return String.join(", ", knownKeys());
    }

    /**
     * What an empty mapping should hold: one of the known keys or, where all are names of the author's, such as these.
     */
    private String content() {
        return knownKeys().isEmpty()
                ? "at least one name, such as "
                        + Sentence.yaml(rule.path("examples").path(0))
                : known();
    }

    private List<String> knownKeys() {
        return rule.path("properties").propertyNames().stream().toList();
    }

    private String quotedProperty() {
        return "'%s'".formatted(property);
    }
}
