package io.longhaul.dispatcher.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longhaul stop}. */
@Command(
        name = "stop",
        description = {
            "Ends a run.",
            "Kills the statement in flight. What is done is left in place, or taken back with --rollback; the run can be"
                    + " resumed or rolled back later. One that never began is cancelled."
        },
        footer = {"", "Example:", "  longhaul stop 0001 --rollback"})
final class StopCommand implements Callable<Integer> {

    private final ControlAnswer answer;
    private final Supplier<String> you;

    @Mixin
    private Choice choice = new Choice();

    @Option(names = "--rollback", negatable = true, description = "Takes back what is done, or (preset) does not.")
    private boolean rollback;

    @Mixin
    private Asker asker = new Asker();

    @Mixin
    private Output output = new Output();

    StopCommand(ControlAnswer answer, Supplier<String> you) {
        this.answer = answer;
        this.you = you;
    }

    @Override
    public Integer call() {
        return answer.give(
                        choice,
                        (controls, run) -> rollback
                                ? controls.stopAndRollBack(run.id(), asker.by(you))
                                : controls.stop(run.id(), asker.by(you)),
                        output)
                .number();
    }
}
