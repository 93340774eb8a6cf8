package io.longhaul.dispatcher.cli;

import io.longhaul.common.gate.Gate;
import io.longhaul.common.gate.GateReport;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.version.Version;
import io.longhaul.dispatcher.view.GatePage;
import io.longhaul.dispatcher.view.GateView;
import io.longhaul.dispatcher.view.Json;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code longhaul gate}. */
@Command(
        name = "gate",
        description = {
            "Says whether the application may be upgraded.",
            "A migration that is not done blocks an upgrade past the last version it is for; so does any run that is not"
                    + " over. Shows what finishes each, in the order in which that can be done. Changes nothing, needs only"
                    + " PostgreSQL. Ends with 0 (go), 10 (something must be run), 11 (a run is under way) or 12 (one has"
                    + " failed)."
        },
        footer = {"", "Example:", "  longhaul gate --to 1.48.0"})
final class GateCommand implements Callable<Integer> {

    private final Supplier<RunSearch> search;
    private final Terminal terminal;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "VERSION",
            description = "The version of the application after the upgrade, such as 1.48.0.")
    private String to = "";

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec command = CommandSpec.create();

    GateCommand(Supplier<RunSearch> search, Terminal terminal) {
        this.search = search;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!Version.isValid(to)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--to is '%s'; write all three numbers of a version, such as 1.48.0.".formatted(to));
        }
        GateReport report =
                Gate.look(search.get().overview(), search.get().vitals().application(), new Version(to));
        if (output.isJson()) {
            terminal.data(Json.document(GateView.of(report)));
        } else {
            GatePage page = new GatePage(report, search.get().migrations(""));
            terminal.data(page.table(terminal.width(), terminal.outColours()));
            terminal.say(page.sentence());
        }
        return ExitCode.of(report).number();
    }
}
