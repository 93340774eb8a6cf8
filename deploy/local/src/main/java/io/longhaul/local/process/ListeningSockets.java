package io.longhaul.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets that listen on one port, as {@code /proc/net/tcp} has them, and whose they are. */
record ListeningSockets(Set<String> links) {

    private static final String LISTEN = "0A";

    static ListeningSockets on(int port) {
        String suffix = ":%04X".formatted(port);
        return new ListeningSockets(Stream.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))
                .filter(Files::exists)
                .flatMap(table -> lines(table).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTEN))
                .map(fields -> "socket:[" + fields[9] + "]")
                .collect(Collectors.toUnmodifiableSet()));
    }

    boolean exist() {
        return !links.isEmpty();
    }

    boolean belongToOneOf(List<ProcessEntry> processes) {
        return processes.stream().anyMatch(this::heldBy);
    }

    private boolean heldBy(ProcessEntry process) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return descriptors.anyMatch(this::isOneOfUs);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private boolean isOneOfUs(Path descriptor) {
        try {
            return links.contains(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closed) {
            return false;
        }
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            throw new LocalProcessException("cannot read " + table, e);
        }
    }
}
