package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.dispatcher.fixture.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    private static final String RIGHT = """
            description: What it is for
            operations:
              - clickhouse: SELECT 1
            """;

    /** Two mistakes, the later one in an earlier column. */
    private static final String WRONG = """
            description: What it is for
            operations:
              - clickhouse: SELECT 1
                rolback: SELECT 2
            colour: blue
            """;

    @TempDir
    Path directory;

    @AutoClose
    private final Cli cli = Cli.withoutStore();

    private Path file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void whatIsRightIsCountedAndNothingElse() throws IOException {
        file("0001_a.yaml", RIGHT);
        file("0002_b.yml", RIGHT);
        file("readme.md", "not looked at");

        assertThat(cli.run("validate " + directory)).isZero();
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).isEqualTo("2 definitions, no mistake\n");
    }

    @Test
    void everyMistakeOfEveryFileIsALineToJumpFrom() throws IOException {
        file("0001_a.yaml", RIGHT);
        file("0003_c.yaml", WRONG);
        file("0002_b.yaml", "description: What it is for\n");

        assertThat(cli.run("validate " + directory)).isEqualTo(2);
        assertThat(cli.out().replace(directory.toString(), "migrations").lines())
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("migrations/0002_b.yaml:1:1: 'operations' is missing; "),
                        second -> assertThat(second).startsWith("migrations/0003_c.yaml:4:5: unknown key 'rolback'"),
                        third -> assertThat(third).startsWith("migrations/0003_c.yaml:5:1: unknown key 'colour'"));
        assertThat(cli.err()).isEqualTo("3 definitions, 3 mistakes\n");
    }

    @Test
    void filesAndDirectoriesMayBeNamedTogetherAndAreReadOnce() throws IOException {
        Path wrong = file("one/0001_a.yaml", WRONG);
        file("two/0001_a.yaml", RIGHT);

        String line = "validate %s %s %s".formatted(directory.resolve("two"), wrong, directory.resolve("one"));
        assertThat(cli.run(line)).isEqualTo(2);
        assertThat(cli.out().lines()).hasSize(2).allMatch(said -> said.startsWith(wrong + ":"));
        assertThat(cli.err()).isEqualTo("2 definitions, 2 mistakes\n");
    }

    @Test
    void twoFilesOfOneIdAreAMistakeOfTheDirectory() throws IOException {
        file("0001_a.yaml", RIGHT);
        Path second = file("0001_a.yml", RIGHT);

        assertThat(cli.run("validate " + directory)).isEqualTo(2);
        assertThat(cli.out()).isEqualTo(second + ": 0001_a.yaml has the same id; rename or delete one of them\n");
    }

    @Test
    void aDirectoryThatIsNotThereIsOneSentence() {
        Path nowhere = directory.resolve("nowhere");

        assertThat(cli.run("validate " + nowhere)).isEqualTo(2);
        assertThat(cli.out()).isEqualTo(nowhere + ": there is no such directory; name one with migrations in it\n");
        assertThat(cli.err()).isEqualTo("0 definitions, 1 mistake\n");
    }

    @Test
    void anEmptyDirectoryIsOneSentence() {
        assertThat(cli.run("validate " + directory)).isEqualTo(2);
        assertThat(cli.out())
                .isEqualTo(directory + ": the directory holds no migration; put a .yaml file into it for each\n");
    }

    @Test
    void aFileThatIsNoDefinitionIsSaidToBeNone() throws IOException {
        Path notes = file("notes.txt", "");

        assertThat(cli.run("validate " + notes)).isEqualTo(2);
        assertThat(cli.out()).startsWith(notes + ": the name does not end in .yaml or .yml; name it notes.yaml\n");
    }

    @Test
    void jsonHasTheSameMistakesInTheSameOrder() throws IOException {
        file("0003_c.yaml", WRONG);
        Path second = file("0003_c.yml", RIGHT);

        assertThat(cli.run("validate --output json " + directory)).isEqualTo(2);
        assertThat(cli.out())
                .startsWith("{\n  \"definitions\" : 2,\n  \"problems\" : [\n    {\n      \"file\" : \"")
                .containsSubsequence(
                        "\"line\" : 4,\n      \"column\" : 5,\n      \"wrong\" : \"unknown key 'rolback'",
                        "\"line\" : 5,\n      \"column\" : 1,",
                        "\"file\" : \"" + second + "\",\n      \"line\" : null,\n      \"column\" : null,");
    }

    @Test
    void allRightIsAnEmptyListInJson() throws IOException {
        file("0001_a.yaml", RIGHT);

        assertThat(cli.run("validate --output json " + directory)).isZero();
        assertThat(cli.out()).isEqualTo("{\n  \"definitions\" : 1,\n  \"problems\" : [ ]\n}\n");
    }

    @Test
    void onlyATerminalGetsColours() throws IOException {
        file("0003_c.yaml", WRONG);
        cli.colours = true;

        cli.run("validate " + directory);
        assertThat(cli.out()).contains("0003_c.yaml:4:5: \u001b[0m\u001b[1;31munknown key 'rolback'");
    }

    @Test
    void nothingToCheckIsWrongUsage() {
        assertThat(cli.run("validate")).isEqualTo(2);
        assertThat(cli.err()).contains("DIR|FILE").contains("See: longhaul validate --help");
    }
}
