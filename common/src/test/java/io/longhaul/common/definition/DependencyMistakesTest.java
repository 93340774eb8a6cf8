package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.MigrationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependencyMistakesTest {

    private Path directory;

    @BeforeEach
    void useADirectory(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aMigrationMayComeAfterSeveralWhereverTheyStand() throws IOException {
        write("0001_a", "after: [0002_b, \"0003_c\"]");
        write("0002_b", "after: [0003_c]");
        write("0003_c", "after: []");

        assertThat(Written.value(read()).get(0).migration().after())
                .containsExactly(new MigrationId("0002_b"), new MigrationId("0003_c"));
    }

    @Test
    void everyMistakeOfEveryFileIsSaidAtOnceWithItsPlace() throws IOException {
        write("0001_a", "after: [0002_b]");
        write("0002_b", "after: [0003_c, 0001_events]");
        write("0003_c", "after: [0001_a, 0003_c, 0001_a]");
        write("0004_events", "after: [elsewhere]\nowner: me");

        assertThat(Written.problems(read()))
                .containsExactly(
                        "0001_a.yaml:2:9: this goes round in a circle:"
                                + " 0001_a after 0002_b after 0003_c after 0001_a; leave one of them out",
                        "0002_b.yaml:2:17: there is no migration '0001_events' here; did you mean '0004_events'?",
                        "0003_c.yaml:2:17: the migration comes after itself; leave it out",
                        "0003_c.yaml:2:25: '0001_a' stands in line 2 already; leave it out",
                        "0004_events.yaml:2:9: there is no migration 'elsewhere' here;"
                                + " put its file into the directory, or leave it out",
                        "0004_events.yaml:3:1: unknown key 'owner'; known here:"
                                + " description, versions, after, services, parameters, required, prechecks, healthchecks, operations, postchecks, progress");
    }

    @Test
    void eachCircleIsSaidOnce() throws IOException {
        write("0001_a", "after: [0002_b, 0003_c]");
        write("0002_b", "after: [0001_a]");
        write("0003_c", "after: [0004_d]");
        write("0004_d", "after: [0003_c]");

        assertThat(Written.problems(read()))
                .containsExactly(
                        "0001_a.yaml:2:9: this goes round in a circle:"
                                + " 0001_a after 0002_b after 0001_a; leave one of them out",
                        "0003_c.yaml:2:9: this goes round in a circle:"
                                + " 0003_c after 0004_d after 0003_c; leave one of them out");
    }

    @Test
    void aMigrationWithMistakesIsThereAllTheSame() throws IOException {
        write("0001_a", "after: [0002_b]");
        write("0002_b", "required: 1");

        assertThat(Written.problems(read())).singleElement().asString().startsWith("0002_b.yaml:2:11: 'required' is");
    }

    @Test
    void whatCanOnlyBeDoneTooLateIsOutOfRange() throws IOException {
        write("0001_a", "versions: { from: \"1.48.0\" }");
        write("0002_b", "after: [0001_a]\nversions: { from: \"1.45.0\", through: \"1.47.9\" }");
        write("0003_c", "after: [0001_a]\nversions: { through: \"1.48.0\" }");

        assertThat(Written.problems(read()))
                .containsExactly("0002_b.yaml:2:9: '0001_a' is for version 1.48.0 and later,"
                        + " which comes after this one's versions, 1.45.0 to 1.47.9;"
                        + " let it begin earlier, or this one end later");
    }

    @Test
    void idsAreText() throws IOException {
        write("0006", "after: [0005, \"no id\"]");

        assertThat(Written.problems(read()))
                .containsExactly(
                        "0006.yaml:2:9: item 1 of 'after' is the number 0005; write it as text, in quotes: \"0005\"",
                        "0006.yaml:2:15: item 2 of 'after' is 'no id';"
                                + " write the id of a migration, which is the name of its file without the ending");
    }

    private Reading<List<Definition>> read() {
        return new DefinitionDirectory(Written.READER).read(directory);
    }

    private void write(String id, String lines) throws IOException {
        Files.writeString(
                directory.resolve(id + ".yaml"),
                "description: x\n%s\noperations: [{ clickhouse: SELECT 1 }]\n".formatted(lines));
    }
}
