package io.longhaul.dispatcher;

import ch.qos.logback.classic.Level;
import io.longhaul.dispatcher.cli.Longhaul;
import io.longhaul.dispatcher.cli.Surroundings;
import io.longhaul.dispatcher.cli.Terminal;
import io.longhaul.dispatcher.reap.Reaper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The program {@code longhaul}: puts the parts together, runs the command, ends with its exit code. */
public final class Dispatcher {

    private static final int WIDTH = 120;
    private static final int NARROWEST = 60;

    private Dispatcher() {}

    public static void main(String[] arguments) {
        chooseLogging(List.of(arguments));
        Terminal terminal = terminal(System.getenv(), System.getProperty("longhaul.terminals", ""));
        Once<Here> here = new Once<>(Here::find);
        int code;
        Clock clock = Clock.system(ZoneId.systemDefault());
        try (Services services = new Services(new Settings(System.getenv()), here, System::nanoTime, clock)) {
            Surroundings surroundings = new Surroundings(
                    clock,
                    () -> here.get().who(),
                    new Once<>(Dispatcher::scheduler),
                    new ShutdownInterrupts(),
                    keyboard(System.getProperty("longhaul.terminals", "")));
            code = Longhaul.commandLine(services.ports(), terminal, surroundings)
                    .execute(arguments);
        }
        terminal.out().flush();
        terminal.err().flush();
        System.exit(code);
    }

    /** Before anything logs: a command speaks for itself, the reaper is read in its log. */
    private static void chooseLogging(List<String> arguments) {
        boolean stays = arguments.contains("reaper");
        Logging.sayFrom(stays ? Level.INFO : Level.ERROR);
    }

    private static ScheduledExecutorService scheduler() {
        return Executors.newScheduledThreadPool(Reaper.THREADS, work -> {
            Thread thread = new Thread(work, "longhaul-clockwork");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The launcher says which of our outputs are terminals; Java cannot tell them apart. */
    static Terminal terminal(Map<String, String> environment, String terminals) {
        List<String> live = List.of(terminals.split(",", -1));
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                live.contains("out") && colours,
                live.contains("err"),
                live.contains("err") && colours,
                width(environment.getOrDefault("COLUMNS", "")));
    }

    /** There where somebody sees the question and can answer it. */
    static Optional<BufferedReader> keyboard(String terminals) {
        List<String> live = List.of(terminals.split(",", -1));
        return live.contains("in") && live.contains("err")
                ? Optional.of(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private static int width(String columns) {
        return columns.matches("\\d{1,4}") ? Math.max(NARROWEST, Integer.parseInt(columns)) : WIDTH;
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
    }
}
