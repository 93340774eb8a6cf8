package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.Loss;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

    @Option(
            names = "--lost",
            paramLabel = "gone|there",
            description = {
                "What is true of operations that are done by the journal, but have lost their mark on the database:",
                "gone, because it was restored from a backup (they are carried out again; on the way back, not taken back), or",
                "there, because only the mark was removed."
            })
    private @Nullable Loss lost;

    ResumeCommand(ControlAnswer answer, Supplier<String> you) {
        super(answer, you);
    }

    @Override
    Answer ask(Controls controls, RunId run, By by) {
        return controls.resume(run, Optional.ofNullable(lost), by);
    }
}
