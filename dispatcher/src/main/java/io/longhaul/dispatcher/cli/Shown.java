package io.longhaul.dispatcher.cli;

import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.dispatcher.view.Json;
import io.longhaul.dispatcher.view.NeverRunPage;
import io.longhaul.dispatcher.view.PlanPage;
import io.longhaul.dispatcher.view.Prospect;
import io.longhaul.dispatcher.view.RunView;
import io.longhaul.dispatcher.view.ShowPage;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/** Prints one run, or a migration that has none, in the format asked for. */
final class Shown {

    private final Terminal terminal;
    private final Supplier<RunSearch> search;
    private final Supplier<String> redisCli;
    private final ZoneId zone;

    Shown(Terminal terminal, Supplier<RunSearch> search, Supplier<String> redisCli, ZoneId zone) {
        this.terminal = terminal;
        this.search = search;
        this.redisCli = redisCli;
        this.zone = zone;
    }

    /** All of a run; {@code typed} is what its reader typed for the migration. */
    void run(Details details, Optional<String> typed, boolean withPlan, Output output) {
        if (output.isJson()) {
            terminal.data(Json.document(RunView.of(details, withPlan)));
            return;
        }
        String text = page(details, typed).draw(terminal.width(), terminal.outColours());
        if (withPlan) {
            text += "\n"
                    + details.plan()
                            .map(plan -> PlanPage.of(plan, terminal.outColours()))
                            .orElseGet(() -> PlanPage.of(details.registered()));
        }
        terminal.data(text);
    }

    /** The first line of a run. */
    void head(Details details, Optional<String> typed, Output output) {
        terminal.data(
                output.isJson()
                        ? Json.document(RunView.of(details, false))
                        : page(details, typed).head(terminal.outColours()) + "\n");
    }

    void neverRun(Registered migration, String typed, Output output) {
        Prospect prospect = Prospect.of(
                migration.terms(),
                search.get().overview(),
                search.get().vitals().application());
        terminal.data(
                output.isJson()
                        ? Json.document(RunView.of(migration, prospect))
                        : NeverRunPage.draw(migration, prospect, typed, terminal.width(), terminal.outColours()));
    }

    private ShowPage page(Details details, Optional<String> typed) {
        String id = typed.orElseGet(() -> details.run().migration().value());
        return new ShowPage(details, search.get().vitals(), id, redisCli.get(), zone);
    }
}
