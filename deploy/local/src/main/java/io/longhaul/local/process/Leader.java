package io.longhaul.local.process;

import java.util.Optional;

/** The first process of a program, told from a later one with the same id by when it started. */
public record Leader(long pid, long startTicks) {

    static Leader of(Process process) {
        return ProcessEntry.of(process.pid())
                .map(entry -> new Leader(entry.pid(), entry.startTicks()))
                .orElse(new Leader(process.pid(), 0));
    }

    /** Reads what {@link #text} wrote. */
    public static Optional<Leader> parse(String text) {
        String[] parts = text.strip().split(" ", 2);
        return parts.length == 2
                ? Optional.of(new Leader(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                : Optional.empty();
    }

    String text() {
        return pid + " " + startTicks;
    }

    boolean lives() {
        return ProcessEntry.of(pid).filter(this::same).isPresent();
    }

    /** Whether the id now belongs to a stranger. */
    boolean replaced() {
        return ProcessEntry.of(pid).filter(entry -> !same(entry)).isPresent();
    }

    private boolean same(ProcessEntry entry) {
        return entry.startTicks() == startTicks;
    }
}
