package io.longhaul.dispatcher.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longhaul resume}. */
@Command(
        name = "resume",
        description = {
            "Lets a run go on.",
            "From where it stands: forward if it was paused or failed on its way forward, backward if it was on its way back."
                    + " What is done stays done."
        },
        footer = {"", "Example:", "  longhaul resume 0001"})
final class ResumeCommand implements Callable<Integer> {

    private final ControlAnswer answer;
    private final Supplier<String> you;

    @Mixin
    private Choice choice = new Choice();

    @Mixin
    private Asker asker = new Asker();

    @Mixin
    private Output output = new Output();

    ResumeCommand(ControlAnswer answer, Supplier<String> you) {
        this.answer = answer;
        this.you = you;
    }

    @Override
    public Integer call() {
        return answer.give(choice, (controls, run) -> controls.resume(run.id(), asker.by(you)), output)
                .number();
    }
}
