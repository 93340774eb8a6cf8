package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Definition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionDirectoryTest {

    private static final String VALID = "description: x\noperations: [{ clickhouse: SELECT 1 }]\n";

    private Path directory;

    @BeforeEach
    void useADirectory(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void allDefinitionsAreReadInTheOrderOfTheirIds() throws IOException {
        write("0010_c.yaml", VALID);
        write("0009_b.yml", VALID);
        write("0009.yaml", VALID);

        assertThat(Written.value(read()))
                .extracting(definition -> definition.migration().id().value())
                .containsExactly("0009", "0009_b", "0010_c");
    }

    @Test
    void hiddenFilesAndOtherFilesAndDirectoriesAreLeftAlone() throws IOException {
        write("0001_a.yaml", VALID);
        write(".0002_b.yaml", "not: [ours");
        write("README.md", "# read me");
        Files.createDirectory(directory.resolve("old"));

        assertThat(Written.value(read())).hasSize(1);
    }

    @Test
    void everyProblemOfEveryFileIsReported() throws IOException {
        write("0002_b.yaml", "description: 1\noperations: []\n");
        write("0001_a.yaml", "description: [");
        write("0003_c.yaml", VALID);

        assertThat(Written.problems(read()))
                .containsExactly(
                        "0001_a.yaml:1:15: this is not YAML: the file ends before this does; close it",
                        "0002_b.yaml:1:14: 'description' is the number 1; write it as text, in quotes: \"1\"",
                        "0002_b.yaml:2:13: 'operations' is an empty list; write at least one item");
    }

    @Test
    void twoFilesOfOneIdAreAProblem() throws IOException {
        write("0001_a.yml", VALID);
        write("0001_a.yaml", VALID);

        assertThat(Written.problems(read()))
                .containsExactly("0001_a.yml: 0001_a.yaml has the same id; rename or delete one of them");
    }

    @Test
    void aFileThatCannotBeReadIsAProblem() throws IOException {
        Files.createSymbolicLink(directory.resolve("0001_a.yaml"), directory.resolve("gone"));

        assertThat(Written.problems(read()))
                .containsExactly("0001_a.yaml: there is no such file; put a readable YAML file here");
    }

    @Test
    void aFileWhoseEndingIsInCapitalsIsNotOverlooked() throws IOException {
        write("0001_a.YAML", VALID);

        assertThat(Written.problems(read()))
                .containsExactly("0001_a.YAML: the name does not end in .yaml or .yml; name it 0001_a.yaml");
    }

    @Test
    void anEmptyDirectoryIsAProblem() {
        assertThat(Written.problems(read()))
                .containsExactly(directory + ": the directory holds no migration; put a .yaml file into it for each");
    }

    @Test
    void aMissingDirectoryIsAProblem() {
        assertThat(Written.problems(new DefinitionDirectory(Written.READER).read(Path.of("no", "such"))))
                .containsExactly("no/such: there is no such directory; name one with migrations in it");
    }

    private Reading<List<Definition>> read() {
        return new DefinitionDirectory(Written.READER).read(directory);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
