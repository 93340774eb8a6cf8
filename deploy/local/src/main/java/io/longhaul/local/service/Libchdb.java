package io.longhaul.local.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where npm put ClickHouse's engine: {@code deploy/local/native}, or what {@code LONGHAUL_LIBCHDB} names. */
final class Libchdb {

    private Libchdb() {}

    static Path file() {
        return Optional.ofNullable(System.getenv("LONGHAUL_LIBCHDB"))
                .map(Path::of)
                .or(Libchdb::besideOurCode)
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new MissingPrerequisite("libchdb", "npm ci in deploy/local/native"));
    }

    /** Our code is in {@code deploy/local/target}, as classes or as a jar. */
    private static Optional<Path> besideOurCode() {
        return Stream.of(CodeSource.of(Libchdb.class), Path.of("").toAbsolutePath())
                .flatMap(start -> Stream.iterate(start, above -> above != null, Path::getParent))
                .flatMap(folder -> Stream.of(folder.resolve("native"), folder.resolve("deploy/local/native")))
                .map(folder -> folder.resolve("node_modules/@chdb")
                        .resolve(packageName())
                        .resolve(fileName()))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static String packageName() {
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return isMac() ? "lib-darwin-" + processor : "lib-linux-" + processor + "-gnu";
    }

    /** The library has this name on every system. */
    private static String fileName() {
        return "libchdb.so";
    }

    private static boolean isMac() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    }
}
