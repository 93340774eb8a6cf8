package io.longhaul.dispatcher.cli;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.dispatcher.preview.Inquiry;
import io.longhaul.dispatcher.preview.Previewed;
import io.longhaul.dispatcher.preview.Previewed.Told;
import io.longhaul.dispatcher.preview.Previewed.Untold;
import io.longhaul.dispatcher.view.Json;
import io.longhaul.dispatcher.view.PreviewPage;
import io.longhaul.dispatcher.view.PreviewView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longhaul plan}. */
@Command(
        name = "plan",
        description = {
            "Says what a run of a migration would do, and what that would cost. Runs nothing.",
            "A worker looks at everything that must hold, also while a run is going, and makes the plan: every operation"
                    + " with its SQL and what takes it back, rows, bytes, disk and time as far as anybody can say. It reads a"
                    + " sample for at most 3 s, and writes nothing. Ends with 0 when a run could begin or is not required,"
                    + " 2 for wrong parameters, 3 when a run would be refused or nobody can say in time, 4 when no worker"
                    + " answers."
        },
        footer = {"", "Example:", "  longhaul plan 0001"})
final class PlanCommand implements Callable<Integer> {

    /** More would be read by nobody, and cost the broker dear. */
    static final int SOME = 200;

    private final Ports ports;
    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "A migration, or the beginning of its name: 0001 will do if no other begins so.")
    private String id = "";

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Chooses a parameter of the migration; may be repeated.")
    private Map<String, String> chosen = new LinkedHashMap<>();

    @Option(names = "--all", description = "Every operation; without this the first 200, and how many there are.")
    private boolean all;

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec command = CommandSpec.create();

    PlanCommand(Ports ports, Terminal terminal) {
        this.ports = ports;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RunSearch search = ports.search().get();
        MigrationId migration = new Lookup(search).migration(id);
        Registered registered = search.registered(migration).orElseThrow();
        if (registered.shipping().isRetired()) {
            throw new Refusal(
                    "%s is retired: workers are up, and none of them ships it any more.".formatted(migration));
        }
        Previewed previewed =
                new Inquiry(ports.questions().get(), search).ask(migration, chosen, all ? Integer.MAX_VALUE : SOME);
        if (previewed instanceof Untold untold) {
            terminal.say("longhaul: " + untold.why());
            return ExitCode.UNREACHABLE.number();
        }
        Told told = (Told) previewed;
        checkParameters(told.report());
        Hindrance hindrance = new Hindrance(search);
        PreviewPage page = new PreviewPage(migration, told, hindrance.of(migration));
        terminal.data(
                output.isJson()
                        ? Json.document(PreviewView.of(migration, told, hindrance.of(migration)))
                        : page.draw(registered.description(), id, terminal.width(), terminal.outColours()));
        return (page.isFine() ? ExitCode.DONE : ExitCode.REFUSED).number();
    }

    private void checkParameters(PlanReport report) {
        List<String> problems = report.checks().stream()
                .filter(check -> check.kind().equals("parameter"))
                .map(check -> check.words())
                .toList();
        if (!problems.isEmpty()) {
            throw new ParameterException(command.commandLine(), String.join("\nlonghaul: ", problems));
        }
    }
}
