package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema is also what an author's editor shows. */
class SchemaTest {

    private final JsonNode schema = schema();

    @Test
    void everyKeyIsDescribedAndHasAnExample() {
        List<String> silent = new ArrayList<>();
        schema.findValues("properties")
                .forEach(properties -> properties.properties().forEach(property -> {
                    JsonNode rule = property.getValue();
                    if (!rule.path("description").isString()
                            || rule.path("examples").isEmpty()) {
                        silent.add(property.getKey());
                    }
                }));

        assertThat(silent).isEmpty();
    }

    @Test
    void everyPatternSaysWhatWouldBeRight() {
        assertThat(schema.findParents("pattern")).isNotEmpty().allMatch(rule -> rule.has("patternErrorMessage"));
    }

    @Test
    void everyExampleIsItselfAccepted() {
        JsonNode properties = schema.path("properties");
        JsonNode check = schema.path("$defs").path("check").path("properties");
        for (JsonNode disk : check.path("freeDisk").path("examples")) {
            Written.definition("description: x\nprechecks: [{ freeDisk: %s }]\noperations: %s\n"
                    .formatted(
                            disk, properties.path("operations").path("examples").path(0)));
        }
        for (JsonNode size :
                check.path("freeDisk").path("properties").path("atLeast").path("examples")) {
            Written.definition("description: x\nprechecks: [{ freeDisk: { atLeast: %s } }]\noperations: %s\n"
                    .formatted(
                            size, properties.path("operations").path("examples").path(0)));
        }
        for (JsonNode rows : check.path("rowCount").path("examples")) {
            Written.definition("description: x\nprechecks: [{ rowCount: %s }]\noperations: %s\n"
                    .formatted(
                            rows, properties.path("operations").path("examples").path(0)));
        }
        StringBuilder all = new StringBuilder();
        properties
                .properties()
                .forEach(property -> all.append("%s: %s\n"
                        .formatted(
                                property.getKey(),
                                property.getValue().path("examples").path(0))));
        Written.definition(all.toString());
    }

    @Test
    void everyRuleHasASentenceForWhoBreaksIt() {
        Set<String> rules = new TreeSet<>();
        collect(schema, rules);

        assertThat(rules)
                .isSubsetOf(
                        "type",
                        "pattern",
                        "required",
                        "additionalProperties",
                        "dependentRequired",
                        "minProperties",
                        "maxProperties",
                        "minItems",
                        "exclusiveMinimum",
                        "minimum",
                        "maximum");
    }

    /** Keywords that say what is right; whatever else stands in a schema leads to them or explains them. */
    private static void collect(JsonNode rule, Set<String> rules) {
        Set<String> others = Set.of("properties", "items", "dependentSchemas", "description", "examples", "title");
        rule.properties().forEach(keyword -> {
            String name = keyword.getKey();
            if (name.equals("properties") || name.equals("dependentSchemas") || name.equals("$defs")) {
                keyword.getValue().properties().forEach(inner -> collect(inner.getValue(), rules));
            } else if (name.equals("items") || name.equals("additionalProperties")) {
                collect(keyword.getValue(), rules);
            } else if (!others.contains(name) && !name.startsWith("$") && !name.equals("patternErrorMessage")) {
                rules.add(name);
            }
        });
    }

    private static JsonNode schema() {
        String name = "migration.schema.json";
        try (InputStream in = Objects.requireNonNull(DefinitionReader.class.getResourceAsStream(name), name)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
