package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        Written.definition(
                "description: %s\nversions: %s\nafter: %s\nservices: %s\nrequired: %s\nprechecks: %s\noperations: %s\npostchecks: %s\n"
                        .formatted(
                                properties.path("description").path("examples").path(0),
                                properties.path("versions").path("examples").path(0),
                                properties.path("after").path("examples").path(0),
                                properties.path("services").path("examples").path(0),
                                properties.path("required").path("examples").path(0),
                                properties.path("prechecks").path("examples").path(0),
                                properties.path("operations").path("examples").path(0),
                                properties.path("postchecks").path("examples").path(0)));
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
