package io.longhaul.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a stack keeps its data, logs and process ids; {@code deploy/stack} lets one command at a time change it. */
record StateDirectory(Path path) {

    /** Others may pass through, as PostgreSQL's user has to, and not look. */
    void create() {
        try {
            Files.createDirectories(path);
            if (!Files.getOwner(path).getName().equals(System.getProperty("user.name"))) {
                throw new IllegalStateException(path + " belongs to someone else: name another in LONGHAUL_STACK_DIR");
            }
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
