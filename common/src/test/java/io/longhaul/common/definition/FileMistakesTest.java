package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a file before anyone asks what it means. */
class FileMistakesTest {

    @Test
    void aFileThatIsNotThereIsAProblem(@TempDir Path directory) {
        assertThat(Written.problems(Written.READER.read(directory.resolve("0001_x.yaml"))))
                .containsExactly("0001_x.yaml: there is no such file; put a readable YAML file here");
    }

    @Test
    void aDirectoryWithTheNameOfAFileIsAProblem(@TempDir Path directory) throws IOException {
        assertThat(Written.problems(Written.READER.read(Files.createDirectory(directory.resolve("0001_x.yaml")))))
                .containsExactly("0001_x.yaml: this is not a file; put a readable YAML file here");
    }

    @Test
    void theNameOfTheFileMustBeAMigrationId() {
        assertThat(problems("0007 events.yaml", "description: x\noperations: [{ clickhouse: SELECT 1 }]"))
                .containsExactly("0007 events.yaml: '0007 events' is no migration id;"
                        + " write 1 to 100 letters, digits, '_', '-' and '.', with a letter or digit first");
    }

    @Test
    void theNameOfTheFileMustEndAsYamlDoes() {
        assertThat(problems("0007_events.YML", "description: x\noperations: [{ clickhouse: SELECT 1 }]"))
                .containsExactly("0007_events.YML: the name does not end in .yaml or .yml; name it 0007_events.yaml");
    }

    @Test
    void whatIsInAFileWithAWrongNameIsLookedAtAllTheSame() {
        assertThat(problems("-.yaml", "description: x"))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("-.yaml:1:1: 'operations' is missing; add operations: [{ clickhouse:");
    }

    @Test
    void anEmptyFileIsAProblem() {
        assertThat(Written.problems("# nothing yet\n"))
                .containsExactly("0001_x.yaml:1:1: the file is empty; write at least description: and operations:");
    }

    @Test
    void aFileOfMoreThanOneMebibyteIsNotRead() {
        assertThat(Written.problems("#".repeat(1024 * 1024 + 1)))
                .containsExactly("0001_x.yaml: the file is larger than 1 MiB; a definition is far smaller than that");
    }

    @Test
    void aFileOfOneMebibyteIsRead() {
        String definition = "description: x\noperations: [{ clickhouse: SELECT 1 }]\n";

        assertThat(Written.definition(definition + "#".repeat(1024 * 1024 - definition.length())))
                .isNotNull();
    }

    @Test
    void aByteThatIsNotUtf8IsShown() {
        byte[] bytes = "description: été\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Written.problems(Written.reading("0001_x.yaml", bytes)))
                .containsExactly("0001_x.yaml:1:14: this is not UTF-8; save the file as UTF-8");
    }

    @Test
    void aFileThatEndsInTheMiddleOfACharacterIsNotUtf8() {
        byte[] bytes = {'a', ':', ' ', (byte) 0xC3};

        assertThat(Written.problems(Written.reading("0001_x.yaml", bytes)))
                .containsExactly("0001_x.yaml:1:4: this is not UTF-8; save the file as UTF-8");
    }

    @Test
    void aCharacterThatYamlDoesNotTakeIsShown() {
        assertThat(Written.problems("description: x\n  y\u0007\n"))
                .containsExactly("0001_x.yaml:2:4: YAML does not take the character U+0007; leave it out");
    }

    @Test
    void aDocumentOfBillionsOfLaughsIsNotExpanded() {
        assertThat(Written.problems("a: &a [x]\nb: &b [*a, *a]\n"))
                .contains(
                        "0001_x.yaml:2:8: *a is a YAML alias; write the value out",
                        "0001_x.yaml:2:12: *a is a YAML alias; write the value out");
    }

    @Test
    void valuesNestedVeryDeepAreNotRead() {
        assertThat(Written.problems("[".repeat(100_000)))
                .containsExactly("0001_x.yaml:1:33: values are nested more than 32 deep;"
                        + " a definition is far smaller than that");
    }

    @Test
    void veryManyValuesAreNotRead() {
        assertThat(Written.problems("operations:\n" + "- x\n".repeat(20_000)))
                .containsExactly("0001_x.yaml:9999:3: the file holds more than 10000 values;"
                        + " a definition is far smaller than that");
    }

    private static List<String> problems(String name, String text) {
        return Written.problems(Written.reading(name, text.getBytes(StandardCharsets.UTF_8)));
    }
}
