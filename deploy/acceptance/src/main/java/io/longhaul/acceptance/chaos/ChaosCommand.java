package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.stage.Stage;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.process.LocalProcessException;
import io.longhaul.local.service.Kind;
import io.longhaul.local.service.MissingPrerequisite;
import io.longhaul.local.service.ServiceSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code deploy/chaos} calls. */
@Command(
        name = "deploy/chaos",
        mixinStandardHelpOptions = true,
        description =
                "Plays runs of migrations on real services while workers, reapers, commands, services and links die,"
                        + " and looks after each whether a row was lost or doubled, or the run got stuck.",
        footer = {
            "",
            "Ctrl-C ends it with the summary of the runs so far.",
            "A seed is a script: run K of seed S is played again by --seed S+K-1 --runs 1.",
            "Exit codes: 0 nothing was lost, doubled or stuck, 1 something was, 2 usage, 4 something has to be installed.",
            "",
            "Example: deploy/chaos --runs 20 --seed 7"
        },
        sortOptions = false)
public final class ChaosCommand implements Callable<Integer> {

    private static final int WELL = 0;
    private static final int VIOLATED = 1;
    private static final int USAGE = 2;
    private static final int MISSING = 4;

    /** Databases and virtual hosts pile up; after so many runs all services are made anew. */
    private static final int RUNS_OF_A_SET = 15;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "10", description = "How many runs (${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of the first run; each next one has the next (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--timers",
            paramLabel = "fastest|defaults",
            defaultValue = "fastest",
            description = "Which timers Longhaul is given (${DEFAULT-VALUE}).")
    private String timers = "fastest";

    @Option(names = "--show", description = "Only print the scripts.")
    private boolean show;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    /** Ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ChaosCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        List<String> paces = List.of(Pace.values()).stream().map(Pace::toString).toList();
        if (runs < 1 || !paces.contains(timers)) {
            err.println(
                    runs < 1
                            ? "deploy/chaos: --runs is %d; it is at least 1".formatted(runs)
                            : "deploy/chaos: --timers is '%s'; it is one of %s"
                                    .formatted(timers, String.join(", ", paces)));
            return USAGE;
        }
        if (show) {
            for (long next = seed; next < seed + runs; next++) {
                out.println(Script.of(next));
            }
            return WELL;
        }
        try {
            return playAll(Pace.valueOf(timers.toUpperCase(Locale.ROOT)));
        } catch (MissingPrerequisite missing) {
            err.println("deploy/chaos: " + missing.getMessage());
            return MISSING;
        } catch (LocalProcessException | IllegalStateException failed) {
            err.println("deploy/chaos: " + failed.getMessage());
            return VIOLATED;
        }
    }

    private int playAll(Pace pace) throws IOException, InterruptedException, SQLException {
        Path logs = Files.createTempDirectory("longhaul-chaos-");
        out.println("logs in " + logs);
        Tally tally = new Tally();
        Thread onInterrupt = new Thread(() -> out.println(tally.summary()));
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        for (int first = 0; first < runs; first += RUNS_OF_A_SET) {
            try (ServiceSet services = start()) {
                for (int run = first; run < Math.min(runs, first + RUNS_OF_A_SET); run++) {
                    tally.add(play(run, pace, services, Files.createDirectory(logs.resolve("seed-" + (seed + run)))));
                }
            }
        }
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        out.println(tally.summary());
        return tally.isWell() ? WELL : VIOLATED;
    }

    private Outcome play(int run, Pace pace, ServiceSet services, Path directory)
            throws IOException, InterruptedException, SQLException {
        Script script = Script.of(seed + run);
        try (Stage stage = pace.onto(new Stage(services, Path.of("migrations"), directory));
                PrintStream log =
                        new PrintStream(directory.resolve("script.log").toFile(), StandardCharsets.UTF_8)) {
            Thread onInterrupt = new Thread(stage::close);
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            log.println(script);
            Outcome outcome = new Play(script, services, stage, pace, log).play();
            outcome.violations().forEach(log::println);
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
            tell(run, outcome, directory);
            return outcome;
        }
    }

    private void tell(int run, Outcome outcome, Path directory) {
        out.printf(
                "%3d/%d  seed %d  %-14s %-12s %2d blows  %3d s  %s%n",
                run + 1,
                runs,
                outcome.script().seed(),
                outcome.script().scenario(),
                outcome.end().toLowerCase(Locale.ROOT).replace('_', ' '),
                outcome.blows().size(),
                outcome.time().toSeconds(),
                outcome.takeovers().stream()
                        .map(time -> "%.1f".formatted(time.toMillis() / 1000.0))
                        .collect(Collectors.joining(" ")));
        if (!outcome.isWell()) {
            out.println(outcome.script());
            outcome.violations().forEach(violation -> out.println("  VIOLATED: " + violation));
            out.println("  see " + directory);
        }
    }

    private static ServiceSet start() {
        ServiceSet services = LocalServices.ownSet();
        services.start(List.of(Kind.values()));
        return services;
    }
}
