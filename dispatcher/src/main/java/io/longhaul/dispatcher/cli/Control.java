package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;

/** A command that asks something of one run: which one, who asks and why, and the answer. */
abstract class Control implements Callable<Integer> {

    private final ControlAnswer answer;
    private final Supplier<String> you;

    @Mixin
    private Choice choice = new Choice();

    @Mixin
    private Asker asker = new Asker();

    @Mixin
    private Output output = new Output();

    Control(ControlAnswer answer, Supplier<String> you) {
        this.answer = answer;
        this.you = you;
    }

    /** What this command asks. */
    abstract Answer ask(Controls controls, RunId run, By by);

    @Override
    public final Integer call() {
        return answer.give(choice, (controls, run) -> ask(controls, run.id(), asker.by(you)), output)
                .number();
    }
}
