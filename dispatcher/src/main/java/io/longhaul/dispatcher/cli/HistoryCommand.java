package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.RunId;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.view.History;
import io.longhaul.dispatcher.view.Json;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longhaul history}. */
@Command(
        name = "history",
        description = {
            "Shows the whole story of a run, in order.",
            "Who asked for what and why, claims, deaths and takeovers, each statement with its result, each error. Needs"
                    + " only PostgreSQL."
        },
        footer = {"", "Example:", "  longhaul history 0001"})
final class HistoryCommand implements Callable<Integer> {

    private final Ports ports;
    private final Terminal terminal;
    private final ZoneId zone;

    @Mixin
    private Choice choice = new Choice();

    @Mixin
    private Output output = new Output();

    HistoryCommand(Ports ports, Terminal terminal, ZoneId zone) {
        this.ports = ports;
        this.terminal = terminal;
        this.zone = zone;
    }

    @Override
    public Integer call() {
        choice.check();
        Details details = new Lookup(ports.search().get())
                .run(choice)
                .orElseThrow(() -> new Refusal(choice.id().orElse("It") + " has never run."));
        RunId run = details.run().id();
        History history = new History(
                details, ports.events().get().of(run), ports.journal().get().attempts(run));
        terminal.data(
                output.isJson()
                        ? Json.document(history.lines())
                        : history.draw(terminal.width(), terminal.outColours(), zone));
        return ExitCode.DONE.number();
    }
}
