package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code longhaul resume}. */
@Command(
        name = "resume",
        description = {
            "Lets a run go on.",
            "From where it stands: forward if it was paused or failed on its way forward, backward if it was on its way back."
                    + " What is done stays done."
        },
        footer = {"", "Example:", "  longhaul resume 0001"})
final class ResumeCommand extends Control {

    ResumeCommand(ControlAnswer answer, Supplier<String> you) {
        super(answer, you);
    }

    @Override
    Answer ask(Controls controls, RunId run, By by) {
        return controls.resume(run, by);
    }
}
