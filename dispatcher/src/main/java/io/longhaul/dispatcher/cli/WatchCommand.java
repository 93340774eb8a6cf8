package io.longhaul.dispatcher.cli;

import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longhaul watch}. */
@Command(
        name = "watch",
        description = {
            "Watches a run until it stops.",
            "Then shows it, and ends with 0 when it succeeded, 3 when it was refused, else 1. Ctrl-C leaves it to itself."
                    + " With --output json every change is a line. Needs only PostgreSQL."
        },
        footer = {"", "Example:", "  longhaul watch 0001"})
final class WatchCommand implements Callable<Integer> {

    private final Supplier<RunSearch> search;
    private final Watching watching;
    private final Shown shown;

    @Mixin
    private Choice choice = new Choice();

    @Mixin
    private Output output = new Output();

    WatchCommand(Supplier<RunSearch> search, Watching watching, Shown shown) {
        this.search = search;
        this.watching = watching;
        this.shown = shown;
    }

    @Override
    public Integer call() {
        choice.check();
        Details run = new Lookup(search.get()).run(choice).orElseThrow(this::neverRan);
        String comeBack = "longhaul watch "
                + choice.id().orElseGet(() -> "--run " + run.run().id().brief());
        Details end;
        if (output.isJson()) {
            end = watching.inJson(search.get(), run.run().id(), comeBack);
        } else {
            end = watching.toTheEnd(search.get(), run.run().id(), comeBack);
            shown.run(end, choice.id(), false, output);
        }
        return ExitCode.of(end.run().state()).number();
    }

    private Refusal neverRan() {
        String id = choice.id().orElseThrow();
        return new Refusal("There is nothing to watch: it never ran. Begin with: longhaul run " + id);
    }
}
