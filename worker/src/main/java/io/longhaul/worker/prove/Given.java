package io.longhaul.worker.prove;

import io.longhaul.common.definition.DefinitionReader;
import io.longhaul.common.definition.Problem;
import io.longhaul.common.definition.Reading;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the files of a proof: the definition that somebody means, and the setups that belong to it. */
public final class Given {

    private Given() {}

    /**
     * The file of a definition.
     *
     * @param named its path, or the id of a migration, or any beginning of it that no other has
     * @param directory where the definitions are
     * @throws Refused where there is none, or more than one
     */
    public static Path file(String named, Optional<Path> directory) {
        if (named.endsWith(".yaml") || named.endsWith(".yml")) {
            return Path.of(named);
        }
        Path searched = directory.orElseThrow(() -> new Refused(
                "there is no directory to look for %s in: name one with --migrations or LONGHAUL_MIGRATIONS, or give the path of the file"
                        .formatted(named)));
        List<Path> files = definitions(searched);
        List<Path> found = files.stream().filter(file -> id(file).equals(named)).toList();
        if (found.isEmpty()) {
            found = files.stream().filter(file -> id(file).startsWith(named)).toList();
        }
        if (found.size() != 1) {
            throw new Refused(
                    found.isEmpty()
                            ? "there is no migration %s in %s; there are %s".formatted(named, searched, ids(files))
                            : "%s may be %s; write more of it".formatted(named, ids(found)));
        }
        return found.get(0);
    }

    /** What is in it. Throws {@link Refused} with every mistake. */
    public static Definition definition(Path file) {
        Reading<Definition> reading = new DefinitionReader().read(file);
        if (reading instanceof Reading.Unreadable<Definition> unreadable) {
            throw new Refused(
                    unreadable.problems().stream().map(Problem::toString).toList());
        }
        return ((Reading.Legible<Definition>) reading).value();
    }

    /**
     * The setup for an engine.
     *
     * @param given by whoever asks; without it the file {@code <id>.setup.<engine>.sql} beside the definition counts
     * @throws Refused where a file that was given cannot be read
     */
    public static Optional<Setup> setup(Engine engine, Optional<Path> given, Path definition) {
        Path beside = definition.resolveSibling("%s.setup.%s.sql".formatted(id(definition), engine.key()));
        Optional<Path> file = given.or(() -> Files.isRegularFile(beside) ? Optional.of(beside) : Optional.empty());
        return file.map(path -> {
            try {
                return new Setup(engine, path.toString(), Files.readString(path));
            } catch (IOException | UncheckedIOException unreadable) {
                throw new Refused("%s cannot be read; name a readable file with statements".formatted(path));
            }
        });
    }

    private static List<Path> definitions(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.filter(file -> Stream.of(".yaml", ".yml")
                            .anyMatch(ending -> file.toString().endsWith(ending)))
                    .sorted()
                    .toList());
        } catch (IOException | UncheckedIOException unreadable) {
            throw new Refused(
                    "%s is no directory that can be read; name one with migrations in it".formatted(directory));
        }
    }

    private static String id(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    }

    private static String ids(List<Path> files) {
        return files.isEmpty()
                ? "none"
                : String.join(", ", files.stream().map(Given::id).toList());
    }
}
