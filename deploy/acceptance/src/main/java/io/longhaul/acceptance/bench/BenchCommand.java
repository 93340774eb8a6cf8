package io.longhaul.acceptance.bench;

import io.longhaul.local.process.Lifetime;
import io.longhaul.local.process.LocalProcessException;
import io.longhaul.local.process.TestDirectory;
import io.longhaul.local.service.Kind;
import io.longhaul.local.service.MissingPrerequisite;
import io.longhaul.local.service.ServiceSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code deploy/bench} calls. */
@Command(
        name = "deploy/bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures what Longhaul promises: its programs on private services, each comparison in pairs, in one run, on"
                        + " this machine. Figures go to standard output, with each bar beside its figure; how it goes to"
                        + " standard error.",
        footer = {
            "",
            "With the default sizes it takes more than an hour and 10 GB in the directory for temporary files. Nothing else"
                    + " should run meanwhile.",
            "Exit codes: 0 all was measured and every bar is met, 1 one is not or something could not be measured, 2 usage,"
                    + " 4 something has to be installed.",
            "",
            "Example: deploy/bench --only rebuild --rows 1000000 --pairs 3"
        },
        sortOptions = false)
public final class BenchCommand implements Callable<Integer> {

    private static final int WELL = 0;
    private static final int MISSED = 1;
    private static final int USAGE = 2;
    private static final int MISSING = 4;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description =
                    "One of rebuild, attach, verify, cutover, dispatch, growth; may be repeated. Without it, all.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "20000000",
            description = "Of the table that is copied (${DEFAULT-VALUE}); cutover has a twentieth.")
    private long rows;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each comparison is made (${DEFAULT-VALUE}).")
    private int pairs;

    @Option(
            names = "--cutovers",
            paramLabel = "N",
            defaultValue = "50",
            description = "So many undisturbed, and as many in which something is killed (${DEFAULT-VALUE}).")
    private int cutovers;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "200",
            description = "Dispatched one after the other (${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Of the widest table of growth (${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--history",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Runs in the longest history of growth (${DEFAULT-VALUE}).")
    private int history;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of the moments at which cutover kills (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--output",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How the figures are printed (${DEFAULT-VALUE}).")
    private String output = "table";

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    /** Ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        List<String> unknown =
                only.stream().filter(name -> !Bench.names().contains(name)).toList();
        if (!unknown.isEmpty() || !List.of("table", "json").contains(output)) {
            err.println(
                    unknown.isEmpty()
                            ? "deploy/bench: --output is '%s'; it is table or json".formatted(output)
                            : "deploy/bench: --only is '%s'; it is one of %s"
                                    .formatted(unknown.get(0), String.join(", ", Bench.names())));
            return USAGE;
        }
        Size size;
        try {
            size = new Size(rows, pairs, cutovers, runs, partitions, history, seed);
        } catch (IllegalArgumentException wrong) {
            err.println("deploy/bench: " + wrong.getMessage());
            return USAGE;
        }
        try {
            Report report = measure(size);
            out.println(output.equals("json") ? report.json() : report.table());
            return report.isMet() ? WELL : MISSED;
        } catch (MissingPrerequisite missing) {
            err.println("deploy/bench: " + missing.getMessage());
            return MISSING;
        } catch (LocalProcessException | IllegalStateException failed) {
            err.println("deploy/bench: " + failed.getMessage());
            return MISSED;
        }
    }

    private Report measure(Size size) throws IOException, InterruptedException, SQLException {
        Path logs = Files.createTempDirectory("longhaul-bench-");
        err.println("logs in " + logs);
        try (ServiceSet services = services()) {
            Thread onInterrupt = new Thread(services::close);
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            services.start(List.of(Kind.values()));
            Report report =
                    Bench.run(only.isEmpty() ? Bench.names() : only, new Ground(services, size, logs, err::println));
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
            return report;
        }
    }

    /** As tests have them, but for PostgreSQL: that of tests does not wait for the disk, and a journal has to. */
    private static ServiceSet services() {
        Path directory = TestDirectory.create();
        return new ServiceSet(kind -> kind.in(directory, kind == Kind.POSTGRES ? Lifetime.DAEMON : Lifetime.WITH_JVM));
    }
}
