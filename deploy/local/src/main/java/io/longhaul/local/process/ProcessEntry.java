package io.longhaul.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** One line of {@code /proc}: who a process is, and by its start time also whether it still is the same one. */
public record ProcessEntry(long pid, char state, long parent, long group, long session, long threads, long startTicks) {

    private static final Path PROC = Path.of("/proc");

    /** The process with this id, unless it is gone or only waits to be reaped. */
    public static Optional<ProcessEntry> of(long pid) {
        return read(PROC.resolve(Long.toString(pid))).filter(ProcessEntry::lives);
    }

    static List<ProcessEntry> all() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.filter(entry ->
                            Character.isDigit(entry.getFileName().toString().charAt(0)))
                    .map(ProcessEntry::read)
                    .flatMap(Optional::stream)
                    .filter(ProcessEntry::lives)
                    .toList();
        } catch (IOException e) {
            throw new LocalProcessException("cannot read " + PROC, e);
        }
    }

    /**
     * A process whose first thread has ended waits to be reaped from then on, also while its others are still ending:
     * until the last of them has, its ports are taken.
     */
    boolean lives() {
        return (state != 'Z' && state != 'X') || threads > 1;
    }

    private static Optional<ProcessEntry> read(Path entry) {
        try {
            long pid =
                    Long.parseLong(Objects.requireNonNull(entry.getFileName()).toString());
            return Optional.of(parse(pid, Files.readString(entry.resolve("stat"))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** proc(5): the program's name is in parentheses and may hold anything, also parentheses and blanks. */
    static ProcessEntry parse(long pid, String line) {
        List<String> fields =
                Arrays.asList(line.substring(line.lastIndexOf(')') + 2).split(" ", 21));
        return new ProcessEntry(
                pid,
                fields.get(0).charAt(0),
                Long.parseLong(fields.get(1)),
                Long.parseLong(fields.get(2)),
                Long.parseLong(fields.get(3)),
                Long.parseLong(fields.get(17)),
                Long.parseLong(fields.get(19)));
    }
}
