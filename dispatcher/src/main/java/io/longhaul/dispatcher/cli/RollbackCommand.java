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

    @Option(
            names = "--lost",
            paramLabel = "gone|there",
            description = {
                "What is true of operations that are done by the journal, but have lost their mark on the database:",
                "gone, because it was restored from a backup (they are not taken back), or",
                "there, because only the mark was removed."
            })
    private @Nullable Loss lost;

    RollbackCommand(ControlAnswer answer, Supplier<String> you) {
        super(answer, you);
    }

    @Override
    Answer ask(Controls controls, RunId run, By by) {
        return controls.rollBack(run, Optional.ofNullable(lost), by);
    }
}
