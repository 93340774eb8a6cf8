package io.longhaul.dispatcher.cli;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.store.RunRequest;
import io.longhaul.dispatcher.dispatch.Dispatch;
import io.longhaul.dispatcher.dispatch.Dispatched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longhaul run}. */
@Command(
        name = "run",
        description = {
            "Asks for a run of a migration.",
            "A worker takes it when it is its turn. Ends with 0 once PostgreSQL has the run: from then on it is not lost,"
                    + " whatever else is away. On a terminal it first shows in short what 'longhaul plan' does, and asks;"
                    + " whatever is not yes, Ctrl-C included, asks for nothing and ends with 3."
        },
        footer = {"", "Example:", "  longhaul run 0001 --wait"})
final class RunCommand implements Callable<Integer> {

    private final Ports ports;
    private final Surroundings surroundings;
    private final Confirmation confirmation;
    private final RunAnswer answer;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "A migration, or the beginning of its name: 0001 will do if no other begins so.")
    private String id = "";

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = {
                "Chooses a parameter of the migration, for the whole run; may be repeated.",
                "'longhaul show ID' says which there are."
            })
    private List<String> chosen = new ArrayList<>();

    @Option(names = "--wait", description = "Watches the run and ends as it does: 0 succeeded, 3 refused, else 1.")
    private boolean wait;

    @Option(names = "--key", paramLabel = "KEY", description = "Asking again with the same key is asking once.")
    private @Nullable String key;

    @Option(names = "--by", paramLabel = "WHO", description = "Who asks, for the record; by default you, at this host.")
    private @Nullable String by;

    @Option(names = "--yes", description = "Does not ask on a terminal whether that is meant.")
    private boolean yes;

    @Mixin
    private Output output = new Output();

    RunCommand(Ports ports, Surroundings surroundings, Confirmation confirmation, RunAnswer answer) {
        this.ports = ports;
        this.surroundings = surroundings;
        this.confirmation = confirmation;
        this.answer = answer;
    }

    @Override
    public Integer call() {
        Map<String, String> parameters = Assignments.read(chosen);
        Dispatch dispatch = ports.dispatch().get();
        MigrationId migration = new Lookup(ports.search().get()).migration(id);
        if (!yes && !confirmation.isGiven(migration, parameters)) {
            return ExitCode.REFUSED.number();
        }
        String who = Optional.ofNullable(by).orElseGet(surroundings.who());
        Dispatched dispatched = dispatch.ask(new RunRequest(migration, parameters, who, Optional.ofNullable(key)));
        return answer.give(dispatched, id, wait, output).number();
    }
}
