package io.longhaul.acceptance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the definitions that a worker is to ship with; each can be run once. */
final class Definition {

    private Definition() {}

    /** The same operations under as many ids: {@code 0001}, {@code 0002} … */
    static Path directory(Path parent, int count, String... operations) throws IOException {
        Path directory = Files.createDirectories(parent.resolve("migrations"));
        for (int number = 1; number <= count; number++) {
            Files.writeString(
                    directory.resolve(id(number) + ".yaml"),
                    "description: A benchmark\noperations:\n" + operations[(number - 1) % operations.length]);
        }
        return directory;
    }

    static String id(int number) {
        return "%05d".formatted(number);
    }

    /** A rebuild with another sorting key. */
    static String orderBy(String table, String keys) {
        return """
                  - rebuildTable: %s
                    orderBy: [%s]
                    keepOldTable: 14d
                """.formatted(table, keys);
    }

    /** A rebuild with another engine. */
    static String engine(String table, String engine) {
        return """
                  - rebuildTable: %s
                    engine: %s
                    keepOldTable: 14d
                """.formatted(table, engine);
    }
}
