package io.longhaul.local.stack;

import io.longhaul.local.process.Lifetime;
import io.longhaul.local.process.LocalProcessException;
import io.longhaul.local.process.Poll;
import io.longhaul.local.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The worker or the reaper as a part of the stack; it says in its log when it is up. */
final class ProgramPart implements Part {

    private static final Duration READY = Duration.ofMinutes(1);
    private static final String READY_WORDS = "is up";

    private final String name;
    private final List<String> command;
    private final Supplier<Map<String, String>> environment;
    private final Program program;
    private final Path started;

    ProgramPart(String name, List<String> command, Path directory, Supplier<Map<String, String>> environment) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.program = new Program(name, directory, Lifetime.DAEMON);
        this.started = directory.resolve(name + ".log-start");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        if (program.isRunning()) {
            return;
        }
        rememberWhereTheLogIs();
        program.launch(command, environment.get());
        Poll poll = Poll.atMost(READY);
        while (!saidReady()) {
            if (!program.isRunning()) {
                throw new LocalProcessException(name + " ended while starting. " + whatItSaid());
            }
            poll.pauseOr(() -> name + " does not say \"" + READY_WORDS + "\". " + whatItSaid());
        }
    }

    private String whatItSaid() {
        return "The end of " + log() + ":\n" + program.logTail();
    }

    @Override
    public void stop() {
        program.stop("TERM");
    }

    @Override
    public State state() {
        if (!program.isRunning()) {
            return State.DOWN;
        }
        return saidReady() ? State.UP : State.SILENT;
    }

    @Override
    public Optional<Long> pid() {
        return program.isRunning() ? program.pid() : Optional.empty();
    }

    @Override
    public Optional<String> url() {
        return Optional.empty();
    }

    @Override
    public Path log() {
        return program.log();
    }

    /** Earlier starts wrote into the same log: only what comes after this counts. */
    private void rememberWhereTheLogIs() {
        try {
            Files.writeString(started, Long.toString(Files.exists(log()) ? Files.size(log()) : 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean saidReady() {
        try {
            if (!Files.exists(started) || !Files.exists(log())) {
                return false;
            }
            byte[] all = Files.readAllBytes(log());
            int from = Math.min(all.length, Integer.parseInt(Files.readString(started)));
            String since = new String(Arrays.copyOfRange(all, from, all.length), StandardCharsets.UTF_8);
            return since.contains(READY_WORDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
