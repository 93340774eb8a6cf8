package io.longhaul.local.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the programs of this machine are. */
final class Installed {

    /** Debian keeps some servers' programs off the users' path. */
    private static final List<String> BESIDES = List.of("/usr/local/bin", "/usr/bin", "/usr/sbin", "/bin", "/sbin");

    private static final Path POSTGRES = Path.of("/usr/lib/postgresql");
    private static final Path RABBIT = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private Installed() {}

    /** The path for our processes: what the user has, and what Debian hides. */
    static String path() {
        return Optional.ofNullable(System.getenv("PATH")).orElse("") + ":" + String.join(":", BESIDES);
    }

    static Path redis() {
        return onPath("redis-server")
                .orElseThrow(() -> new MissingPrerequisite("redis-server", "apt-get install redis-server"));
    }

    /** Debian's wrapper in /usr/sbin insists on its own user; this is what it wraps. */
    static Path rabbit() {
        if (!Files.isExecutable(RABBIT)) {
            throw new MissingPrerequisite("rabbitmq-server", "apt-get install rabbitmq-server");
        }
        return RABBIT;
    }

    /** The newest PostgreSQL's programs. */
    static Path postgres() {
        return newest(POSTGRES)
                .map(version -> version.resolve("bin"))
                .or(() -> onPath("initdb").map(Path::getParent))
                .orElseThrow(() -> new MissingPrerequisite("postgresql", "apt-get install postgresql"));
    }

    private static Optional<Path> newest(Path versions) {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(versions)) {
            return entries.filter(entry -> Files.isExecutable(entry.resolve("bin/initdb")))
                    .max(Comparator.comparing(
                            entry -> Double.valueOf(entry.getFileName().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(path().split(":"))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
