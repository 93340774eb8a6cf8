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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds what a proof is given: the definition that somebody means, and the setups that belong to it.
 *
 * @param file of the definition; a jar where it is in Java
 * @param definition as it is in the file
 */
public record Given(Path file, Definition definition) {

    /**
     * Finds a definition.
     *
     * @param named the path of its file, or the id of a migration, or any beginning of it that no other has
     * @param directory where the definitions are
     * @throws Refused where there is none, or more than one, or it has mistakes, with every one of them
     */
    public static Given find(String named, Optional<Path> directory) {
        if (isYaml(Path.of(named))) {
            return inYaml(Path.of(named));
        }
        if (isJar(Path.of(named))) {
            Map<String, Supplier<Given>> offered = inJar(Path.of(named));
            if (offered.size() != 1) {
                throw new Refused("%s offers %s; say which, and name its directory with --migrations"
                        .formatted(named, ids(offered.keySet())));
            }
            return offered.values().iterator().next().get();
        }
        Path searched = directory.orElseThrow(() -> new Refused(
                "there is no directory to look for %s in: name one with --migrations or LONGHAUL_MIGRATIONS, or give the path of the file"
                        .formatted(named)));
        return find(named, searched);
    }

    private static Given find(String named, Path searched) {
        Map<String, Supplier<Given>> all = all(searched);
        List<String> found = all.keySet().stream().filter(named::equals).toList();
        if (found.isEmpty()) {
            found = all.keySet().stream().filter(id -> id.startsWith(named)).toList();
        }
        if (found.size() != 1) {
            throw new Refused(
                    found.isEmpty()
                            ? "there is no migration %s in %s; there are %s"
                                    .formatted(named, searched, ids(all.keySet()))
                            : "%s may be %s; write more of it".formatted(named, ids(found)));
        }
        return Optional.ofNullable(all.get(found.get(0))).orElseThrow().get();
    }

    private static Map<String, Supplier<Given>> all(Path directory) {
        Map<String, Supplier<Given>> all = new TreeMap<>();
        for (Path file : files(directory)) {
            if (isJar(file)) {
                inJar(file).forEach(all::putIfAbsent);
            } else if (isYaml(file)) {
                all.put(id(file), () -> inYaml(file));
            }
        }
        return all;
    }

    private static Given inYaml(Path file) {
        return new Given(file, legible(new DefinitionReader().read(file)));
    }

    private static Map<String, Supplier<Given>> inJar(Path jar) {
        Map<String, Supplier<Given>> offered = new TreeMap<>();
        new DefinitionReader()
                .readJar(jar)
                .forEach((id, reading) -> offered.put(id, () -> new Given(jar, legible(reading))));
        return offered;
    }

    private static Definition legible(Reading<Definition> reading) {
        if (reading instanceof Reading.Unreadable<Definition> unreadable) {
            throw new Refused(
                    unreadable.problems().stream().map(Problem::toString).toList());
        }
        return ((Reading.Legible<Definition>) reading).value();
    }

    /**
     * The setup for an engine.
     *
     * @param named by whoever asks; without it the file {@code <id>.setup.<engine>.sql} beside the definition counts
     * @throws Refused where a file that was named cannot be read
     */
    public Optional<Setup> setup(Engine engine, Optional<Path> named) {
        Path beside = file.resolveSibling(
                "%s.setup.%s.sql".formatted(definition.migration().id(), engine.key()));
        Optional<Path> setup = named.or(() -> Files.isRegularFile(beside) ? Optional.of(beside) : Optional.empty());
        return setup.map(path -> {
            try {
                return new Setup(engine, path.toString(), Files.readString(path));
            } catch (IOException | UncheckedIOException unreadable) {
                throw new Refused("%s cannot be read; name a readable file with statements".formatted(path));
            }
        });
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new Refused(
                    "%s is no directory that can be read; name one with migrations in it".formatted(directory));
        }
    }

    static boolean isJar(Path file) {
        return name(file).endsWith(".jar");
    }

    private static boolean isYaml(Path file) {
        return name(file).endsWith(".yaml") || name(file).endsWith(".yml");
    }

    private static String id(Path file) {
        return name(file).replaceFirst("\\.ya?ml$", "");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String ids(Collection<String> ids) {
        return ids.isEmpty() ? "none" : String.join(", ", ids);
    }
}
