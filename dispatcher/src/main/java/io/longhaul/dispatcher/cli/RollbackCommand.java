package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code longhaul rollback}. */
@Command(
        name = "rollback",
        description = {
            "Takes a run back.",
            "One that failed, is paused or has succeeded, operation by operation in reverse order. To do so with one that is"
                    + " at work: longhaul stop ID --rollback. 'longhaul show ID --plan' shows what takes each operation back."
        },
        footer = {"", "Example:", "  longhaul rollback 0001 --reason \"queries became slower\""})
final class RollbackCommand extends Control {

    RollbackCommand(ControlAnswer answer, Supplier<String> you) {
        super(answer, you);
    }

    @Override
    Answer ask(Controls controls, RunId run, By by) {
        return controls.rollBack(run, by);
    }
}
