package io.longhaul.dispatcher.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longhaul pause}. */
@Command(
        name = "pause",
        description = {
            "Lets a run stand still.",
            "It ends after the statement in flight, or kills that with --now. The run keeps its place: no other run begins"
                    + " until it is resumed, stopped or rolled back."
        },
        footer = {"", "Example:", "  longhaul pause 0001 --now --reason \"disk alarm\""})
final class PauseCommand implements Callable<Integer> {

    private final ControlAnswer answer;
    private final Supplier<String> you;

    @Mixin
    private Choice choice = new Choice();

    @Option(names = "--now", description = "Kills the statement in flight; resuming begins that anew.")
    private boolean now;

    @Mixin
    private Asker asker = new Asker();

    @Mixin
    private Output output = new Output();

    PauseCommand(ControlAnswer answer, Supplier<String> you) {
        this.answer = answer;
        this.you = you;
    }

    @Override
    public Integer call() {
        return answer.give(choice, (controls, run) -> controls.pause(run.id(), now, asker.by(you)), output)
                .number();
    }
}
