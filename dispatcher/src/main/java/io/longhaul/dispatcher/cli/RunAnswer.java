package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.dispatcher.dispatch.Dispatched;
import io.longhaul.dispatcher.view.Chosen;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells somebody who asked for a run what came of it. */
final class RunAnswer {

    private final Supplier<RunSearch> search;
    private final Terminal terminal;
    private final Shown shown;
    private final Watching watching;

    RunAnswer(Supplier<RunSearch> search, Terminal terminal, Shown shown, Watching watching) {
        this.search = search;
        this.terminal = terminal;
        this.shown = shown;
        this.watching = watching;
    }

    /** Prints it; {@code typed} is what was typed for the migration. */
    ExitCode give(Dispatched dispatched, String typed, boolean wait, Output output) {
        Enqueued answer = dispatched.answer();
        if (answer instanceof Enqueued.New fresh) {
            dispatched
                    .unsent()
                    .ifPresent(why -> terminal.say(
                            "Queued; RabbitMQ cannot be reached (%s), the reaper will send it.".formatted(why)));
            return accepted(fresh.run(), typed, wait, output);
        }
        if (answer instanceof Enqueued.Known known) {
            terminal.say("This key has asked for it before%s.".formatted(with(known.run())));
            return accepted(known.run(), typed, wait, output);
        }
        if (answer instanceof Enqueued.Unfinished unfinished) {
            Run run = unfinished.run();
            return refused(
                    "%s has a run that is not over: it is %s%s."
                            .formatted(run.migration(), run.state().words(), with(run)),
                    run,
                    Optional.of(typed),
                    output);
        }
        if (answer instanceof Enqueued.Done done) {
            Run run = done.run();
            return refused(
                    "%s is done already: it %s."
                            .formatted(run.migration(), run.state().words()),
                    run,
                    Optional.of(typed),
                    output);
        }
        if (answer instanceof Enqueued.KeyTaken taken) {
            Run run = taken.run();
            return refused(
                    "The key was used for %s before, which is %s."
                            .formatted(run.migration(), run.state().words()),
                    run,
                    Optional.empty(),
                    output);
        }
        if (answer instanceof Enqueued.WronglyChosen wrong) {
            throw new WrongUsage(wrong.problems());
        }
        if (answer instanceof Enqueued.Retired retired) {
            throw new Refusal("%s is retired: workers are up, and none of them ships it any more."
                    .formatted(retired.migration()));
        }
        throw new Refusal("No worker has ever brought %s along.".formatted(typed));
    }

    private ExitCode accepted(Run run, String typed, boolean wait, Output output) {
        String watch = "longhaul watch " + typed;
        Details asked = details(run.id());
        sayWhatCannotBeTakenBack(asked.registered(), typed);
        if (!wait) {
            shown.head(asked, Optional.of(typed), output);
            terminal.say("Watch it with: " + watch);
            return ExitCode.DONE;
        }
        Details end = watching.toTheEnd(search.get(), run.id(), watch);
        shown.run(end, Optional.of(typed), false, output);
        return ExitCode.of(end.run().state());
    }

    private void sayWhatCannotBeTakenBack(Registered registered, String typed) {
        if (!registered.irreversible().isEmpty()) {
            terminal.say(
                    "It cannot go back once '%s' has begun, which cannot be taken back. See: longhaul show %s --plan"
                            .formatted(registered.irreversible().get(0), typed));
        }
    }

    /** Which values it has, where there are any: they may be others than those that were asked for now. */
    private static String with(Run run) {
        return run.parameters().isEmpty() ? "" : ", with " + Chosen.line(run.parameters());
    }

    private ExitCode refused(String why, Run run, Optional<String> typed, Output output) {
        terminal.say(why);
        shown.run(details(run.id()), typed, false, output);
        return ExitCode.REFUSED;
    }

    private Details details(RunId run) {
        return search.get().details(run).orElseThrow(() -> new IllegalStateException("run %s is gone".formatted(run)));
    }
}
