package io.longhaul.common.definition;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.JavaMigration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Reads the migrations that a jar offers. Each jar has a class loader of its own, which stays open: its functions are
 * called as long as the program runs. Two jars never see each other's classes.
 */
final class JarReader {

    private JarReader() {}

    /** What each of its migrations came to; one without a definition where the jar itself is no good. */
    static List<ReadFile> read(Path jar) {
        FileName name = FileName.of(jar);
        try {
            Checksum contents = checksum(jar);
            URLClassLoader classes =
                    new URLClassLoader(name.text(), new URL[] {url(jar)}, JarReader.class.getClassLoader());
            List<ReadFile> found = new ArrayList<>();
            Iterator<JavaMigration> offered =
                    ServiceLoader.load(JavaMigration.class, classes).iterator();
            while (offered.hasNext()) {
                JavaMigration migration = offered.next();
                // What the program itself brings along is not this jar's.
                if (migration.getClass().getClassLoader() == classes) {
                    found.add(read(name, migration, contents));
                }
            }
            return found.isEmpty()
                    ? List.of(refused(
                            name,
                            "the jar offers no migration",
                            "name a class that implements JavaMigration in META-INF/services/"
                                    + JavaMigration.class.getName()))
                    : found;
        } catch (IOException | UncheckedIOException | SecurityException unreadable) {
            return List.of(refused(
                    name, "the jar cannot be read (%s)".formatted(unreadable.getMessage()), "put a whole jar there"));
        } catch (ServiceConfigurationError | LinkageError wrong) {
            return List.of(refused(
                    name,
                    "the jar's migrations cannot be loaded: " + wrong.getMessage(),
                    "build it against this version of longhaul-common"));
        }
    }

    private static ReadFile read(FileName name, JavaMigration written, Checksum contents) {
        String className = written.getClass().getName();
        try {
            return JavaDefinition.of(name, written, contents);
        } catch (RuntimeException | LinkageError wrong) {
            return refused(
                    name,
                    "%s says no migration: %s".formatted(className, wrong),
                    "let its methods return what they promise");
        }
    }

    static ReadFile refused(FileName name, String wrong, String right) {
        return new ReadFile(
                name.id(),
                name,
                Optional.empty(),
                Optional.empty(),
                List.of(new Problem(name.text(), 0, 0, wrong, right)));
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Of what is in it, not of when it was packed: two builds of the same sources are the same. */
    private static Checksum checksum(Path jar) throws IOException {
        TreeMap<String, String> entries = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    byte[] content = file.getInputStream(entry).readAllBytes();
                    entries.put(entry.getName(), HexFormat.of().formatHex(content));
                }
            }
        }
        return Checksum.of(entries.toString());
    }
}
