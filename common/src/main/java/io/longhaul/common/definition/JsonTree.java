package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.definition.Node.Sequence;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tree of a definition as JSON: for the schema, and as the canonical text that its checksum is made of. */
final class JsonTree {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper CANONICAL =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private JsonTree() {}

    /** Sorted keys and no layout, so that neither comments nor indentation nor the order of keys change it. */
    static String canonical(Node node) {
        return CANONICAL.writeValueAsString(of(node));
    }

    static JsonNode of(Node node) {
        if (node instanceof Mapping mapping) {
            ObjectNode object = JSON.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.key().value(), of(entry.value())));
            return object;
        }
        if (node instanceof Sequence sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.items().forEach(item -> array.add(of(item)));
            return array;
        }
        return of((Scalar) node);
    }

    private static JsonNode of(Scalar scalar) {
        return switch (scalar.kind()) {
            case TEXT -> JSON.stringNode(scalar.value());
            case BOOLEAN -> JSON.booleanNode(scalar.value().equalsIgnoreCase("true"));
            case NOTHING -> JSON.nullNode();
            // What is no plain decimal is refused by way of a type that no key of the schema takes.
            case NUMBER -> scalar.number().map(JsonTree::of).orElse(JSON.booleanNode(false));
        };
    }

    private static JsonNode of(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() <= 0 ? JSON.numberNode(stripped.toBigIntegerExact()) : JSON.numberNode(stripped);
    }
}
