package io.longhaul.dispatcher.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.definition.DefinitionSchema;
import io.longhaul.common.definition.Inspection;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.dispatcher.author.Draft.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DraftTest {

    private static final Draft DRAFT = new Draft(new MigrationId("0007_events_sorting_key"));
    private static final JsonNode SCHEMA = JsonMapper.shared().readTree(DefinitionSchema.text());

    /** A part that is commented out has its '#' at the margin, and no single space behind it. */
    private static final Pattern COMMENTED_OUT = Pattern.compile("(?m)^#(?=\\S|  )");

    @TempDir
    Path directory;

    @Test
    void isRightAsItIs() {
        DRAFT.writeTo(directory);

        assertThat(Inspection.of(List.of(directory))).isEqualTo(new Inspection(1, List.of()));
    }

    @Test
    void isRightWithEveryPartTakenIntoUse() throws IOException {
        String all = COMMENTED_OUT.matcher(DRAFT.text()).replaceAll("");
        Files.writeString(directory.resolve("0007_all.yaml"), all);
        // The one that it comes after.
        new Draft(new MigrationId("0001_events")).writeTo(directory);

        assertThat(Inspection.of(List.of(directory)).problems()).isEmpty();
    }

    static Stream<String> keys() {
        return Stream.of(
                        SCHEMA.path("properties"),
                        SCHEMA.at("/$defs/operation/properties"),
                        SCHEMA.at("/$defs/operation/properties/retry/properties"),
                        SCHEMA.at("/$defs/parameter/properties"),
                        SCHEMA.at("/$defs/healthcheck/properties"),
                        SCHEMA.at("/$defs/check/properties"),
                        SCHEMA.at("/$defs/check/properties/rowCount/properties"),
                        SCHEMA.at("/$defs/check/properties/freeDisk/properties"))
                .flatMap(properties -> properties.propertyNames().stream())
                .distinct();
    }

    /** Whoever adds a key to the schema explains it in {@code template.yaml}. */
    @ParameterizedTest
    @MethodSource("keys")
    void explainsEveryKeyOfTheSchema(String key) {
        assertThat(DRAFT.text()).containsPattern("(?m)^#?[^#]*\\b" + key + ":");
    }

    @Test
    void namesTheSchemaThatIsWrittenBesideIt() throws IOException {
        Outcome outcome = DRAFT.writeTo(directory);

        assertThat(outcome)
                .isEqualTo(new Outcome.Written(
                        directory.resolve("0007_events_sorting_key.yaml"),
                        Optional.of(directory.resolve("migration.schema.json"))));
        assertThat(DRAFT.text()).startsWith("# yaml-language-server: $schema=migration.schema.json\n");
        assertThat(directory.resolve("migration.schema.json")).hasContent(DefinitionSchema.text());
    }

    @Test
    void leavesASchemaAloneThatIsThere() throws IOException {
        Path schema = Files.writeString(directory.resolve("migration.schema.json"), "{}");

        assertThat(DRAFT.writeTo(directory))
                .isEqualTo(new Outcome.Written(directory.resolve("0007_events_sorting_key.yaml"), Optional.empty()));
        assertThat(schema).hasContent("{}");
    }

    @Test
    void keepsToTheWidthOfAScreen() {
        assertThat(DRAFT.text().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }
}
