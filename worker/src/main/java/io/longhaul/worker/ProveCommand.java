package io.longhaul.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.longhaul.common.config.Configuration;
import io.longhaul.common.config.ConfigurationFile;
import io.longhaul.common.config.ConfigurationInvalid;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.version.VersionRange;
import io.longhaul.worker.prove.Configured;
import io.longhaul.worker.prove.Given;
import io.longhaul.worker.prove.Place;
import io.longhaul.worker.prove.Proof;
import io.longhaul.worker.prove.ProofPage;
import io.longhaul.worker.prove.ProofView;
import io.longhaul.worker.prove.Refused;
import io.longhaul.worker.prove.Report;
import io.longhaul.worker.prove.Setup;
import io.longhaul.worker.prove.Task;
import io.longhaul.worker.target.TargetRefused;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longhaul-worker prove}. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Shows whether a migration is safe to crash in, before it is shipped.",
            "Runs it on empty databases, which it fills with a setup: undisturbed, then once for every statement killed"
                    + " before, during and after it, made to fail, and killed in the rollback. Compares what is there"
                    + " then, and names the operation that is not safe. Checks are looked at as in a run; 'versions',"
                    + " 'after' and 'services' are not. Needs no Redis and no RabbitMQ.",
            "Everything in the databases is dropped, again and again; that they were found empty is the condition."
        },
        footer = {
            "",
            "Exit codes: 0 proved, 1 an operation is not safe, 2 the databases, the definition or the usage will not do,",
            "4 a database cannot be reached",
            "",
            "Example:",
            "  longhaul-worker prove 0007 --migrations migrations \\",
            "    --clickhouse-url http://localhost:8123/scratch --postgres-url postgresql://me:secret@localhost/scratch"
        })
final class ProveCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID|FILE",
            description = "A migration, by its id or any unique beginning of it, or the path of its file, YAML or jar.")
    private String named = "";

    @Option(
            names = "--migrations",
            paramLabel = "DIR",
            description = "Where the definitions are. Preset: LONGHAUL_MIGRATIONS.")
    private @Nullable Path migrations;

    @Option(
            names = "--clickhouse-url",
            paramLabel = "URL",
            description = "An empty database on ClickHouse; needed where the migration works there.")
    private @Nullable String clickHouse;

    @Option(
            names = "--postgres-url",
            paramLabel = "URL",
            required = true,
            description = "An empty database on PostgreSQL; always needed, for what Longhaul itself writes down.")
    private String postgres = "";

    @Option(
            names = "--setup-clickhouse",
            paramLabel = "FILE",
            description =
                    "Statements that make what the migration finds. Preset: ID.setup.clickhouse.sql beside its file.")
    private @Nullable Path setupClickHouse;

    @Option(
            names = "--setup-postgres",
            paramLabel = "FILE",
            description = "The same on PostgreSQL. Preset: ID.setup.postgres.sql beside its file.")
    private @Nullable Path setupPostgres;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A parameter of the migration; may be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--twice",
            description = "Also kill the worker that takes over, in the first statement that it sends.")
    private boolean twice;

    @Option(names = "--clean", description = "Drop what a proof has left in these databases that was broken off.")
    private boolean clean;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "'table' for people (preset) or 'json' for programs, whose keys are stable.")
    private Format format = Format.TABLE;

    @Option(names = "--log", description = "Also print what the workers log.")
    private boolean log;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final LongSupplier nanoTime;

    /** {@code terminal} says whether {@code err} is one, on which a line can be written over. */
    ProveCommand(
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            boolean terminal,
            LongSupplier nanoTime) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!log && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.OFF);
        }
        ProveProgress progress = new ProveProgress(err, terminal, nanoTime);
        try {
            Task task = task();
            sayWhatIsNotLookedAt(task.definition());
            Report report = Proof.of(task, progress, nanoTime);
            progress.end();
            return say(report);
        } catch (Refused refused) {
            progress.end();
            refused.reasons().forEach(reason -> err.println("longhaul-worker prove: " + reason));
            return ExitCode.USAGE.number();
        } catch (ConfigurationInvalid wrong) {
            wrong.problems().forEach(problem -> err.println("longhaul-worker prove: " + problem));
            return ExitCode.USAGE.number();
        } catch (TargetRefused away) {
            progress.end();
            err.println("longhaul-worker prove: a database does not do what is asked: " + away.failure());
            return ExitCode.UNREACHABLE.number();
        } catch (StoreUnavailable away) {
            progress.end();
            err.println("longhaul-worker prove: " + away.getMessage());
            return ExitCode.UNREACHABLE.number();
        }
    }

    private Task task() {
        Configuration configuration = ConfigurationFile.load(environment);
        List<String> reasons = new ArrayList<>();
        Optional<ServiceUrl> clickHouseUrl = Optional.ofNullable(clickHouse)
                .flatMap(text -> url("--clickhouse-url", text, reasons, "http", "https"));
        Optional<ServiceUrl> postgresUrl = url("--postgres-url", postgres, reasons, "postgresql", "postgres");
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        Place place = new Place(clickHouseUrl, postgresUrl.orElseThrow());
        reasons.addAll(Configured.problems(place, configuration));
        configuration.check();
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        Given given = Given.find(
                named,
                Optional.ofNullable(migrations)
                        .or(() -> configuration.text("LONGHAUL_MIGRATIONS").map(Path::of)));
        List<Setup> setups = new ArrayList<>();
        given.setup(Engine.CLICKHOUSE, Optional.ofNullable(setupClickHouse)).ifPresent(setups::add);
        given.setup(Engine.POSTGRES, Optional.ofNullable(setupPostgres)).ifPresent(setups::add);
        return new Task(given.file(), given.definition(), parameters, place, setups, clean, twice);
    }

    private static Optional<ServiceUrl> url(String option, String text, List<String> reasons, String... schemes) {
        try {
            return Optional.of(ServiceUrl.parse(text, List.of(schemes)));
        } catch (IllegalArgumentException wrong) {
            reasons.add("%s %s".formatted(option, wrong.getMessage()));
            return Optional.empty();
        }
    }

    private void sayWhatIsNotLookedAt(Definition definition) {
        List<String> left = new ArrayList<>();
        if (!definition.migration().versions().equals(VersionRange.ANY)) {
            left.add("versions");
        }
        if (!definition.migration().after().isEmpty()) {
            left.add("after");
        }
        if (!definition.migration().services().isEmpty()) {
            left.add("services");
        }
        if (!left.isEmpty()) {
            err.println("not looked at here: " + String.join(", ", left));
        }
    }

    private int say(Report report) {
        if (format == Format.JSON) {
            out.print(ProofView.of(report).json());
        } else {
            ProofPage.lines(report).forEach(out::println);
        }
        out.flush();
        report.notes().forEach(err::println);
        err.println(ProofPage.verdict(report));
        return (report.isProved() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    /** How the report is printed. */
    enum Format {
        TABLE,
        JSON
    }
}
