package io.longhaul.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One program with a directory that remembers it: {@code <name>.log} and {@code <name>.leader}, so that a later JVM
 * finds, stops or restarts it. Not thread-safe.
 */
public final class Program {

    private final String name;
    private final Path directory;
    private final Lifetime lifetime;

    /** The directory must exist; nothing is started yet. */
    public Program(String name, Path directory, Lifetime lifetime) {
        this.name = name;
        this.directory = directory;
        this.lifetime = lifetime;
    }

    /** Where the program's output goes, appended over restarts. */
    public Path log() {
        return directory.resolve(name + ".log");
    }

    /**
     * Starts the program in a session of its own, with exactly this environment and the directory as its working
     * directory. What an earlier start left is ended first.
     */
    public void launch(List<String> command, Map<String, String> environment) {
        kill();
        List<String> inSession = new ArrayList<>(List.of("setsid"));
        inSession.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(inSession)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Leader leader = Leader.of(builder.start());
            if (lifetime == Lifetime.WITH_JVM) {
                Guard.ofThisJvm().watch(leader);
            }
            Files.writeString(leaderFile(), leader.text());
        } catch (IOException e) {
            throw new LocalProcessException("cannot start " + name + ": " + String.join(" ", command), e);
        }
    }

    /** Whether the program's first process lives, frozen or not. */
    public boolean isRunning() {
        return leader().filter(Leader::lives).isPresent();
    }

    /** The first process of the last start, if there was one and it was not stopped. */
    public Optional<Long> pid() {
        return leader().map(Leader::pid);
    }

    /** Whether it is a process of this program that listens on the port, not a stranger that was quicker. */
    public boolean listensOn(int port) {
        ListeningSockets sockets = ListeningSockets.on(port);
        return sockets.exist()
                && leader().map(ProcessTree::new)
                        .filter(tree -> sockets.belongToOneOf(tree.members()))
                        .isPresent();
    }

    /** Asks the first process to end, and ends with SIGKILL what is left after 30 s. */
    public void stop(String signal) {
        leader().filter(Leader::lives).ifPresent(leader -> {
            // A frozen program could not hear the signal.
            new ProcessTree(leader).thaw();
            Signals.send(signal, List.of(leader.pid()));
            Poll poll = Poll.atMost(Bounds.STOP);
            while (leader.lives() && poll.pause()) {
                // Looks again until it is gone or the bound is reached.
            }
        });
        kill();
    }

    /** SIGKILL for the whole tree at once; returns when nothing of it is left. */
    public void kill() {
        leader().ifPresent(leader -> {
            new ProcessTree(leader).kill();
            if (lifetime == Lifetime.WITH_JVM) {
                Guard.ofThisJvm().leave(leader);
            }
        });
        try {
            Files.deleteIfExists(leaderFile());
        } catch (IOException e) {
            throw new LocalProcessException("cannot remove " + leaderFile(), e);
        }
    }

    /** SIGSTOP for the whole tree: it stays there and answers nothing. */
    public void freeze() {
        leader().map(ProcessTree::new).ifPresent(ProcessTree::freeze);
    }

    /** SIGCONT for the whole tree. */
    public void thaw() {
        leader().map(ProcessTree::new).ifPresent(ProcessTree::thaw);
    }

    /** The end of the log, for an error message. */
    public String logTail() {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return "(cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Waits until the first process is gone; false when the bound is reached. */
    public boolean awaitEnd(Duration bound) {
        Poll poll = Poll.atMost(bound);
        while (isRunning()) {
            if (!poll.pause()) {
                return false;
            }
        }
        return true;
    }

    private Optional<Leader> leader() {
        try {
            return Files.exists(leaderFile()) ? Leader.parse(Files.readString(leaderFile())) : Optional.empty();
        } catch (IOException e) {
            throw new LocalProcessException("cannot read " + leaderFile(), e);
        }
    }

    private Path leaderFile() {
        return directory.resolve(name + ".leader");
    }
}
