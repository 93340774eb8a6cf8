package io.longhaul.common.definition;

import io.longhaul.common.definition.Reading.Legible;
import io.longhaul.common.definition.Reading.Unreadable;
import io.longhaul.common.migration.Definition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the migrations of a directory: its {@code .yaml} and {@code .yml} files and what its {@code .jar} files offer,
 * but no hidden ones.
 */
public final class DefinitionDirectory {

    private static final Comparator<Path> BY_ID = Comparator.comparing(
                    (Path file) -> FileName.of(file).id())
            .thenComparing(file -> FileName.of(file).text());

    private final DefinitionReader reader;

    public DefinitionDirectory(DefinitionReader reader) {
        this.reader = reader;
    }

    /** All definitions in the order of their ids, or every problem of every file. */
    public Reading<List<Definition>> read(Path directory) {
        if (!Files.isDirectory(directory)) {
            return refused(directory, "there is no such directory", "name one with migrations in it");
        }
        try {
            List<Path> files = files(directory);
            return files.isEmpty()
                    ? refused(directory, "the directory holds no migration", "put a .yaml file into it for each")
                    : read(files);
        } catch (IOException | UncheckedIOException e) {
            return refused(
                    directory, "the directory cannot be read (%s)".formatted(e), "make it readable for this user");
        }
    }

    private Reading<List<Definition>> read(List<Path> files) {
        List<Definition> definitions = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        List<ReadFile> allRead = files.stream()
                .flatMap(file ->
                        FileName.of(file).isJar() ? JarReader.read(file).stream() : Stream.of(reader.readFile(file)))
                .toList();
        DependencyPass dependencies = new DependencyPass(allRead);
        for (ReadFile read : allRead) {
            FileName name = read.name();
            String other = names.putIfAbsent(read.id(), name.text());
            if (other != null) {
                problems.add(problem(name.text(), other + " has the same id", "rename or delete one of them"));
            }
            read.definition().ifPresent(definitions::add);
            Stream.concat(read.problems().stream(), dependencies.problems(read).stream())
                    .sorted(Findings.ORDER)
                    .forEach(problems::add);
        }
        return problems.isEmpty() ? new Legible<>(List.copyOf(definitions)) : new Unreadable<>(problems);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> FileName.of(file).looksLikeADefinition()
                            || FileName.of(file).isJar())
                    .sorted(BY_ID)
                    .toList();
        }
    }

    private static Reading<List<Definition>> refused(Path directory, String wrong, String right) {
        return new Unreadable<>(List.of(problem(directory.toString(), wrong, right)));
    }

    private static Problem problem(String file, String wrong, String right) {
        return new Problem(file, 0, 0, wrong, right);
    }
}
