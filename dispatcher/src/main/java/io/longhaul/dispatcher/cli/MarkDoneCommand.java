package io.longhaul.dispatcher.cli;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Run;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longhaul mark-done}. */
@Command(
        name = "mark-done",
        description = {
            "Vouches that a migration is done.",
            "Nothing is carried out or checked: it counts as done from now on because you say so, and who said so and why is"
                    + " kept for good. Not while a run of it is queued, at work or paused: stop that first."
        },
        footer = {"", "Example:", "  longhaul mark-done 0001 --reason \"copied by hand, counts compared\""})
final class MarkDoneCommand implements Callable<Integer> {

    private final Ports ports;
    private final Terminal terminal;
    private final Shown shown;
    private final Supplier<String> you;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "A migration, or the beginning of its name: 0001 will do if no other begins so.")
    private String id = "";

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why you know that it is done, for the record.")
    private String reason = "";

    @Option(
            names = "--by",
            paramLabel = "WHO",
            description = "Who vouches, for the record; by default you, at this host.")
    private @Nullable String by;

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec command = CommandSpec.create();

    MarkDoneCommand(Ports ports, Terminal terminal, Shown shown, Supplier<String> you) {
        this.ports = ports;
        this.terminal = terminal;
        this.shown = shown;
        this.you = you;
    }

    @Override
    public Integer call() {
        if (reason.isBlank()) {
            throw new ParameterException(command.commandLine(), "--reason is blank; say why you know that it is done.");
        }
        MigrationId migration = new Lookup(ports.search().get()).migration(id);
        By who = new By(Optional.ofNullable(by).orElseGet(you), reason.strip());
        Answer answer = ports.controls().get().markDone(migration, who);
        ExitCode code = say(answer);
        ports.search()
                .get()
                .details(answer.run().id())
                .ifPresent(details -> shown.head(details, Optional.of(id), output));
        return code.number();
    }

    private ExitCode say(Answer answer) {
        Run run = answer.run();
        if (answer instanceof Answer.Done) {
            ports.dispatch()
                    .get()
                    .announce(run)
                    .ifPresent(why -> terminal.say(
                            "Stored; RabbitMQ cannot be reached (%s), the reaper will send it.".formatted(why)));
            terminal.say("It counts as done from now on. To take that back: longhaul rollback " + id);
            return ExitCode.DONE;
        }
        terminal.say(
                run.state().countsAsDone()
                        ? "It is done already: %s.".formatted(run.state().words())
                        : "Its run is not over: it is %s. Stop it first: longhaul stop %s"
                                .formatted(run.state().words(), id));
        return ExitCode.REFUSED;
    }
}
