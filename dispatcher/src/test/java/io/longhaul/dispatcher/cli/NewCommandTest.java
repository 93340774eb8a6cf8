package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.definition.DefinitionSchema;
import io.longhaul.dispatcher.fixture.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewCommandTest {

    @TempDir
    Path directory;

    @AutoClose
    private final Cli cli = Cli.withoutStore();

    @Test
    void whatItWritesIsRight() {
        Path file = directory.resolve("0007_a.yaml");

        assertThat(cli.run("new 0007_a --dir " + directory)).isZero();
        assertThat(cli.out()).isEqualTo(file + "\n");
        assertThat(cli.err())
                .isEqualTo("For your editor: %s%nChange it, then check it with: longhaul validate %s%n"
                        .formatted(directory.resolve("migration.schema.json"), file));
        assertThat(cli.run("validate " + file)).isZero();
        assertThat(file).content().contains("# yaml-language-server: $schema=", "longhaul validate 0007_a.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0007_a.yaml", "0007_a.yml"})
    void whatIsThereIsNeverOverwritten(String name) throws IOException {
        Path there = Files.writeString(directory.resolve(name), "mine");

        assertThat(cli.run("new 0007_a --dir " + directory)).isEqualTo(3);
        assertThat(cli.err())
                .isEqualTo("longhaul: %s is there already; choose another id, or delete it first.%n".formatted(there));
        assertThat(there).hasContent("mine");
        assertThat(directory).isDirectoryNotContaining("glob:**.json");
    }

    @ParameterizedTest
    @CsvSource({
        "_events, events",
        "0007/events, 0007_events",
        "0007_events.yaml, 0007_events",
        "ä, 0007_events_sorting_key"
    })
    void anIdThatIsNoneIsAnsweredWithARightOne(String id, String right) {
        assertThat(cli.run("new %s --dir %s".formatted(id, directory))).isEqualTo(2);
        assertThat(cli.err())
                .startsWith("longhaul: '%s' is no migration id: it is ".formatted(id))
                .contains("; such as %s.\n".formatted(right));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatIsNotThereIsWrongUsage() {
        Path nowhere = directory.resolve("nowhere");

        assertThat(cli.run("new 0007_a --dir " + nowhere)).isEqualTo(2);
        assertThat(cli.err()).startsWith("longhaul: There is no directory " + nowhere + "; make it first");
    }

    @Test
    void withoutAnIdItAsksForOne() {
        assertThat(cli.run("new")).isEqualTo(2);
        assertThat(cli.err()).startsWith("longhaul: Say which: an ID, such as 0007_events_sorting_key.\n");
    }

    @Test
    void theSchemaIsPrintedForWhoeverKeepsItElsewhere() {
        assertThat(cli.run("new --schema")).isZero();
        assertThat(cli.out()).isEqualTo(DefinitionSchema.text());
    }

    @Test
    void jsonSaysWhatWasWritten() {
        assertThat(cli.run("new 0007_a --output json --dir " + directory)).isZero();
        assertThat(cli.out()).isEqualTo("""
                        {
                          "migration" : "0007_a",
                          "file" : "%1$s/0007_a.yaml",
                          "schema" : "%1$s/migration.schema.json"
                        }
                        """.formatted(directory));
    }
}
