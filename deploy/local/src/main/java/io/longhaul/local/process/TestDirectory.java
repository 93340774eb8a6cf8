package io.longhaul.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A new directory for a test's services, removed when this JVM is gone, however it goes. */
public final class TestDirectory {

    /** Other users may pass through, as PostgreSQL's has to where we are root. */
    private static final String MODE = "rwx--x--x";

    private TestDirectory() {}

    /** Makes the directory, below {@code /var/tmp}: a disk, and a place where every user may go. */
    public static Path create() {
        try {
            Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "longhaul-test-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(MODE));
            Guard.ofThisJvm().clear(directory);
            return directory;
        } catch (IOException e) {
            throw new LocalProcessException("cannot make a directory below /var/tmp", e);
        }
    }
}
