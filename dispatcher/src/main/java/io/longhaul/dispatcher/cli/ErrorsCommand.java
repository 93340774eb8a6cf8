package io.longhaul.dispatcher.cli;

import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.view.ErrorsPage;
import io.longhaul.dispatcher.view.Json;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longhaul errors}. */
@Command(
        name = "errors",
        description = {
            "Shows all errors of a run, oldest first.",
            "Each with its time, operation, epoch, worker, statement, and the database's own code and words. Needs only"
                    + " PostgreSQL."
        },
        footer = {"", "Example:", "  longhaul errors 0001"})
final class ErrorsCommand implements Callable<Integer> {

    private final Supplier<RunSearch> search;
    private final Terminal terminal;
    private final ZoneId zone;

    @Mixin
    private Choice choice = new Choice();

    @Mixin
    private Output output = new Output();

    ErrorsCommand(Supplier<RunSearch> search, Terminal terminal, ZoneId zone) {
        this.search = search;
        this.terminal = terminal;
        this.zone = zone;
    }

    @Override
    public Integer call() {
        choice.check();
        Details details = new Lookup(search.get())
                .run(choice)
                .orElseThrow(() -> new Refusal(choice.id().orElse("It") + " has never run."));
        ErrorsPage page = new ErrorsPage(details, zone);
        if (output.isJson()) {
            terminal.data(Json.document(page.views()));
            return ExitCode.DONE.number();
        }
        if (details.errors().isEmpty()) {
            terminal.say("Run %s of %s has met no error."
                    .formatted(details.run().id().brief(), details.run().migration()));
        }
        terminal.data(page.draw(terminal.width(), terminal.outColours()));
        return ExitCode.DONE.number();
    }
}
