package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.JavaMigration;
import io.longhaul.common.migration.SqlOperation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarReaderTest {

    private static final String SERVICE = "META-INF/services/" + JavaMigration.class.getName();

    @TempDir
    private Path temporary;

    private Path migrations;

    @BeforeEach
    void makeADirectory() throws IOException {
        migrations = Files.createDirectory(temporary.resolve("migrations"));
    }

    @Test
    void aJarIsReadBesideTheFilesAndItsFunctionsAreKnownByTheIdInFront() throws IOException {
        Files.writeString(
                migrations.resolve("0001_first.yaml"), "description: x\noperations: [{ clickhouse: SELECT 1 }]\n");
        jar("persons.jar", source("copy", "0001_first"), "Persons", 1);

        List<Definition> definitions = legible();

        assertThat(definitions)
                .extracting(definition -> definition.migration().id().value())
                .containsExactly("0001_first", "0005_persons");
        Definition persons = definitions.get(1);
        assertThat(((SqlOperation) persons.migration().operations().get(0)).statements())
                .containsExactly("0005_persons/copy");
        assertThat(persons.functions().actions()).containsOnlyKeys("0005_persons/copy");
        assertThat(persons.source()).startsWith("# Persons in persons.jar\ndescription: Persons go to ClickHouse\n");
    }

    @Test
    void whenItWasPackedDoesNotMatterWhatIsInItDoes() throws IOException {
        Checksum first = packed(source("copy", "0001_first"), 1);

        assertThat(packed(source("copy", "0001_first"), 2)).isEqualTo(first);
        assertThat(packed(source("copy", "0002_second"), 1)).isNotEqualTo(first);
    }

    private Checksum packed(String source, long at) throws IOException {
        jar("persons.jar", source, "Persons", at);
        return JarReader.read(migrations.resolve("persons.jar"))
                .get(0)
                .definition()
                .orElseThrow()
                .checksum();
    }

    @Test
    void aFunctionThatIsMissingAndADependencyThatIsNotThereAreSaid() throws IOException {
        jar("persons.jar", source("move", "0001_first"), "Persons", 1);
        Files.writeString(migrations.resolve("0009_last.yaml"), """
                description: x
                after: [0005_persons]
                operations: [{ clickhouse: SELECT 1 }]
                """);

        assertThat(problems())
                .containsExactly("persons.jar: operation 'copy persons' of 0005_persons names the action 'move',"
                        + " and there is none; let actions() return one of that name");

        jar("persons.jar", source("copy", "0001_first"), "Persons", 1);
        assertThat(problems())
                .containsExactly("persons.jar: there is no migration '0001_first' here;"
                        + " put its file into the directory, or leave it out");
    }

    @Test
    void aCircleOverAJarIsFound() throws IOException {
        jar("persons.jar", source("copy", "0009_last"), "Persons", 1);
        Files.writeString(migrations.resolve("0009_last.yaml"), """
                description: x
                after: [0005_persons]
                operations: [{ clickhouse: SELECT 1 }]
                """);

        assertThat(problems())
                .containsExactly(
                        "persons.jar: this goes round in a circle: 0005_persons after 0009_last after 0005_persons;"
                                + " leave one of them out");
    }

    @Test
    void aJarThatOffersNothingOrIsNoneIsSaid() throws IOException {
        Files.writeString(migrations.resolve("broken.jar"), "not a jar");
        jar("empty.jar", source("copy", "0001_first"), "", 1);
        jar("gone.jar", source("copy", "0001_first"), "Nobody", 1);

        assertThat(problems())
                .satisfiesExactly(
                        broken -> assertThat(broken).startsWith("broken.jar: the jar cannot be read ("),
                        empty -> assertThat(empty).startsWith("empty.jar: the jar offers no migration; name a class"),
                        gone -> assertThat(gone)
                                .startsWith("gone.jar: the jar's migrations cannot be loaded: ")
                                .contains("Nobody"));
    }

    @Test
    void whatAMigrationThrowsWhenItIsAskedIsTheAuthorsMistake() throws IOException {
        jar(
                "persons.jar",
                source("copy", "0001_first")
                        .replace(
                                "return Migration",
                                "if (true) throw new IllegalStateException(\"no\"); return Migration"),
                "Persons",
                1);

        assertThat(problems())
                .containsExactly("persons.jar: Persons says no migration: java.lang.IllegalStateException: no;"
                        + " let its methods return what they promise");
    }

    @Test
    void validateCountsIt() throws IOException {
        jar("persons.jar", source("copy", "0005_persons"), "Persons", 1);

        Inspection inspection = Inspection.of(List.of(migrations));

        assertThat(inspection.definitions()).isEqualTo(1);
    }

    private List<Definition> legible() {
        Reading<List<Definition>> reading = new DefinitionDirectory(new DefinitionReader()).read(migrations);
        assertThat(reading).isInstanceOf(Reading.Legible.class);
        return ((Reading.Legible<List<Definition>>) reading).value();
    }

    private List<String> problems() {
        Reading<List<Definition>> reading = new DefinitionDirectory(new DefinitionReader()).read(migrations);
        assertThat(reading).isInstanceOf(Reading.Unreadable.class);
        return ((Reading.Unreadable<List<Definition>>) reading)
                .problems().stream().map(Problem::toString).toList();
    }

    private static String source(String action, String after) {
        return """
                import io.longhaul.common.migration.*;
                import java.util.*;

                public class Persons implements JavaMigration {
                    @Override public Migration migration() {
                        return Migration.of("0005_persons", "Persons go to ClickHouse", new SqlOperation(
                                        "copy persons", Engine.JAVA, List.of("%s"), Optional.empty(), List.of(),
                                        Optional.empty(), Handling.of(CrashRule.RESUME)))
                                .after("%s")
                                .build();
                    }
                    @Override public Map<String, Action> actions() {
                        return Map.of("copy", work -> work.progress(1));
                    }
                }
                """.formatted(action, after);
    }

    /** As a build would: compiled against our classes, the service named unless that is empty. */
    private void jar(String name, String source, String service, long at) throws IOException {
        Path classes = Files.createTempDirectory(temporary, "classes");
        compile(source, classes);
        try (OutputStream out = Files.newOutputStream(migrations.resolve(name));
                ZipOutputStream jar = new ZipOutputStream(out);
                Stream<Path> files = Files.list(classes)) {
            if (!service.isEmpty()) {
                add(jar, SERVICE, service.getBytes(StandardCharsets.UTF_8), at);
            }
            for (Path file : files.sorted().toList()) {
                add(jar, file.getFileName().toString(), Files.readAllBytes(file), at);
            }
        }
    }

    private static void add(ZipOutputStream jar, String name, byte[] content, long at) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(FileTime.from(Instant.ofEpochSecond(1_700_000_000 + at * 3600)));
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }

    private static void compile(String source, Path classes) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Persons.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            assertThat(compiler.getTask(null, files, null, options, null, List.of(file))
                            .call())
                    .isTrue();
        }
    }
}
