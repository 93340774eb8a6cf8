package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
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
final class StopCommand extends Control {

    @Option(names = "--rollback", negatable = true, description = "Takes back what is done, or (preset) does not.")
    private boolean rollback;

    StopCommand(ControlAnswer answer, Supplier<String> you) {
        super(answer, you);
    }

    @Override
    Answer ask(Controls controls, RunId run, By by) {
        return rollback ? controls.stopAndRollBack(run, by) : controls.stop(run, by);
    }
}
