package io.longhaul.dispatcher.cli;

import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longhaul show}. */
@Command(
        name = "show",
        description = {
            "Shows one run, or a migration that never ran.",
            "What it is doing, its statement, its worker, its task in Redis, its errors, and what you can do; of a"
                    + " migration that never ran its definition. Needs only PostgreSQL."
        },
        footer = {"", "Example:", "  longhaul show 0001 --plan"})
final class ShowCommand implements Callable<Integer> {

    private final Supplier<RunSearch> search;
    private final Shown shown;

    @Mixin
    private Choice choice = new Choice();

    @Option(names = "--plan", description = "Shows every operation of the frozen plan too, with what takes it back.")
    private boolean plan;

    @Mixin
    private Output output = new Output();

    ShowCommand(Supplier<RunSearch> search, Shown shown) {
        this.search = search;
        this.shown = shown;
    }

    @Override
    public Integer call() {
        choice.check();
        Lookup lookup = new Lookup(search.get());
        Optional<Details> run = lookup.run(choice);
        if (run.isPresent()) {
            shown.run(run.get(), choice.id(), plan, output);
        } else {
            String id = choice.id().orElseThrow();
            search.get().registered(lookup.migration(id)).ifPresent(migration -> shown.neverRun(migration, id, output));
        }
        return ExitCode.DONE.number();
    }
}
