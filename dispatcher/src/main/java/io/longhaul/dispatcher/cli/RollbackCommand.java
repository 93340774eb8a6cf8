package io.longhaul.dispatcher.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longhaul rollback}. */
@Command(
        name = "rollback",
        description = {
            "Takes a run back.",
            "One that failed, is paused or has succeeded, operation by operation in reverse order. To do so with one that is"
                    + " at work: longhaul stop ID --rollback. 'longhaul show ID --plan' shows what takes each operation back."
        },
        footer = {"", "Example:", "  longhaul rollback 0001 --reason \"queries became slower\""})
final class RollbackCommand implements Callable<Integer> {

    private final ControlAnswer answer;
    private final Supplier<String> you;

    @Mixin
    private Choice choice = new Choice();

    @Mixin
    private Asker asker = new Asker();

    @Mixin
    private Output output = new Output();

    RollbackCommand(ControlAnswer answer, Supplier<String> you) {
        this.answer = answer;
        this.you = you;
    }

    @Override
    public Integer call() {
        return answer.give(choice, (controls, run) -> controls.rollBack(run.id(), asker.by(you)), output)
                .number();
    }
}
