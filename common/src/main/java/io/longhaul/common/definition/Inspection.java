package io.longhaul.common.definition;

import io.longhaul.common.definition.Reading.Unreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What was found in definitions that nobody is about to run. Files are named by the paths that lead to them from where
 * somebody asked, so that an editor can jump there; a file that several paths lead to in the same words is looked at
 * once.
 *
 * @param definitions how many were read
 * @param problems in the order of files, lines and columns; none if all is right
 */
public record Inspection(int definitions, List<Problem> problems) {

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::file).thenComparing(Problem::line).thenComparing(Problem::column);

    public Inspection {
        problems = List.copyOf(problems);
    }

    /** Looks at files and at all definitions of directories; each is read as a worker reads it. */
    public static Inspection of(Collection<Path> paths) {
        DefinitionReader reader = new DefinitionReader();
        TreeSet<String> definitions = new TreeSet<>();
        Map<String, List<Problem>> problems = new TreeMap<>();
        for (Path path : new TreeSet<>(paths)) {
            if (Files.isRegularFile(path)) {
                definitions.add(path.toString());
                problems.put(path.toString(), named(path.toString(), problems(reader.read(path))));
            } else {
                inDirectory(path, reader, definitions, problems);
            }
        }
        return new Inspection(
                definitions.size(),
                problems.values().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .sorted(BY_PLACE)
                        .toList());
    }

    /** Together, because some mistakes are made between files. Of what is neither file nor directory it says so. */
    private static void inDirectory(
            Path directory, DefinitionReader reader, TreeSet<String> definitions, Map<String, List<Problem>> problems) {
        List<String> files = files(directory);
        definitions.addAll(files);
        for (Problem problem : problems(new DefinitionDirectory(reader).read(directory))) {
            // Without files the problem is the directory itself.
            String name = files.isEmpty()
                    ? problem.file()
                    : directory.resolve(problem.file()).toString();
            problems.computeIfAbsent(name, none -> new ArrayList<>()).addAll(named(name, List.of(problem)));
        }
    }

    private static List<String> files(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> FileName.of(file).looksLikeADefinition()
                            || FileName.of(file).isJar())
                    .map(Path::toString)
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private static List<Problem> problems(Reading<?> reading) {
        return reading instanceof Unreadable<?> unreadable ? unreadable.problems() : List.of();
    }

    private static List<Problem> named(String file, List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Problem(file, problem.line(), problem.column(), problem.wrong(), problem.right()))
                .toList();
    }
}
