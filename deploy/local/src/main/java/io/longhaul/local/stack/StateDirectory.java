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

    private static final String OWNER = "clone";

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

    /**
     * Claims the directory for this clone; refuses one that another clone of the same user started, whose services
     * would otherwise be stopped and whose data removed by a command that was meant for ours.
     */
    void claim(Path home) {
        try {
            requireOursOrNobodys(home);
            Files.writeString(path.resolve(OWNER), home.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws if another clone has claimed the directory. */
    void requireOursOrNobodys(Path home) {
        try {
            Path owner = path.resolve(OWNER);
            if (Files.exists(owner) && !Files.readString(owner).equals(home.toString())) {
                throw new IllegalStateException("the stack in " + path + " belongs to the clone "
                        + Files.readString(owner) + ": use deploy/stack there, or name another in LONGHAUL_STACK_DIR");
            }
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
