package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
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
final class PauseCommand extends Control {

    @Option(names = "--now", description = "Kills the statement in flight; resuming begins that anew.")
    private boolean now;

    PauseCommand(ControlAnswer answer, Supplier<String> you) {
        super(answer, you);
    }

    @Override
    Answer ask(Controls controls, RunId run, By by) {
        return controls.pause(run, now, by);
    }
}
