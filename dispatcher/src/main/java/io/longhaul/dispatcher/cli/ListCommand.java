package io.longhaul.dispatcher.cli;

import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Vitals;
import io.longhaul.dispatcher.view.Json;
import io.longhaul.dispatcher.view.ListPage;
import io.longhaul.dispatcher.view.ListView;
import io.longhaul.dispatcher.view.Retirement;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longhaul list}. */
@Command(
        name = "list",
        description = {
            "Shows all migrations and what each is doing.",
            "Beneath them who and what is up, as workers and reapers last said. A migration that no worker ships any more is"
                    + " retired, and hidden unless a run of it is not over. Needs only PostgreSQL."
        },
        footer = {"", "Example:", "  longhaul list"})
final class ListCommand implements Callable<Integer> {

    private final Supplier<RunSearch> search;
    private final Terminal terminal;
    private final ZoneId zone;

    @Option(names = "--all", description = "Shows retired migrations too.")
    private boolean retiredToo;

    @Mixin
    private Output output = new Output();

    ListCommand(Supplier<RunSearch> search, Terminal terminal, ZoneId zone) {
        this.search = search;
        this.terminal = terminal;
        this.zone = zone;
    }

    @Override
    public Integer call() {
        List<Overview> overview = search.get().overview();
        List<Overview> shown = retiredToo ? overview : Retirement.withoutRetired(overview);
        Vitals vitals = search.get().vitals();
        if (output.isJson()) {
            terminal.data(Json.document(ListView.of(overview, shown, vitals)));
            return ExitCode.DONE.number();
        }
        ListPage page = new ListPage(overview, shown, vitals, zone);
        if (overview.isEmpty()) {
            terminal.say("There is no migration yet: a worker brings them along when it starts.");
        }
        terminal.data(page.table(terminal.width(), terminal.outColours()) + page.footer() + "\n");
        return ExitCode.DONE.number();
    }
}
