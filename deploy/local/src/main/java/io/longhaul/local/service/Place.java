package io.longhaul.local.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The directory of one service and what it keeps over restarts and for later JVMs: its ports. */
record Place(Path directory) {

    private static final String PORTS = "ports";

    void make() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path resolve(String name) {
        return directory.resolve(name);
    }

    Optional<List<Integer>> ports() {
        try {
            return Files.exists(resolve(PORTS))
                    ? Optional.of(Stream.of(Files.readString(resolve(PORTS)).split(" "))
                            .map(Integer::valueOf)
                            .toList())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void keep(List<Integer> ports) {
        write(PORTS, ports.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    void write(String name, String text) {
        try {
            Files.writeString(resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<String> read(String name) {
        try {
            return Files.exists(resolve(name)) ? Optional.of(Files.readString(resolve(name))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the directory with all that is in it. */
    void remove() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
