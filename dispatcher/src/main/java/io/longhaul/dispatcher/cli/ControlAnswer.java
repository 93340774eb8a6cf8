package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.text.Spans;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BiFunction;

/** Asks something of the run that is meant, and tells what came of it. */
final class ControlAnswer {

    private final Ports ports;
    private final Terminal terminal;
    private final Shown shown;
    private final ZoneId zone;

    ControlAnswer(Ports ports, Terminal terminal, Shown shown, ZoneId zone) {
        this.ports = ports;
        this.terminal = terminal;
        this.shown = shown;
        this.zone = zone;
    }

    /** Prints it; throws {@link Refusal} where there is no such run. */
    ExitCode give(Choice choice, BiFunction<Controls, Run, Answer> question, Output output) {
        choice.check();
        Run meant = new Lookup(ports.search().get())
                .run(choice)
                .map(Details::run)
                .orElseThrow(() -> new Refusal(choice.id().orElse("It") + " has never run."));
        Answer answer = question.apply(ports.controls().get(), meant);
        String typed = choice.id().orElse(meant.migration().value());
        ExitCode code = say(answer, typed);
        shown.head(details(answer.run()), Optional.of(typed), output);
        return code;
    }

    private ExitCode say(Answer answer, String typed) {
        if (answer instanceof Answer.Done done) {
            ports.dispatch()
                    .get()
                    .announce(done.run())
                    .ifPresent(why -> terminal.say(
                            "Stored; RabbitMQ cannot be reached (%s), the reaper will send it.".formatted(why)));
            if (done.run().state() == RunState.QUEUED) {
                terminal.say("Watch it with: longhaul watch " + typed);
            }
            return ExitCode.DONE;
        }
        if (answer instanceof Answer.Asked asked) {
            String who = asked.run().state() == RunState.QUEUED
                    ? "Stored. Its next worker first sees to the statement that its last one may have left."
                    : "Its worker has been told.";
            terminal.say("%s Watch it with: longhaul watch %s".formatted(who, typed));
            return ExitCode.DONE;
        }
        if (answer instanceof Answer.Irreversible irreversible) {
            terminal.say("It cannot go back across '%s', which cannot be taken back. See: longhaul show %s --plan"
                    .formatted(irreversible.operation(), typed));
        } else if (answer instanceof Answer.OtherDefinition changed) {
            terminal.say(new Changed(ports.search().get()).sentences(changed.run(), typed));
        } else if (answer instanceof Answer.CleanedUp cleaned) {
            terminal.say(
                    cleaned.underWay()
                            ? "A worker is just cleaning up after it (%s). Ask again in a moment."
                                    .formatted(cleaned.table())
                            : "It cannot go back: the old table %s was dropped when its day had come. See: longhaul history %s"
                                    .formatted(cleaned.table(), typed));
        } else if (answer instanceof Answer.OtherRun other) {
            terminal.say("Run %s of the same migration is not over: it is %s."
                    .formatted(other.other().id().brief(), other.other().state().words()));
        } else {
            terminal.say(tooLate(answer.run()));
        }
        return ExitCode.REFUSED;
    }

    private String tooLate(Run run) {
        Details details = details(run);
        String since = Spans.clock(run.changedAt(), run.askedAt().plus(details.sinceAsked()), zone);
        return "Too late: it is %s since %s%s.".formatted(run.state().words(), since, asked(run.wish()));
    }

    private static String asked(Wish wish) {
        return switch (wish) {
            case RUN -> "";
            case PAUSE, PAUSE_NOW -> ", and has been asked to pause";
            case STOP -> ", and has been asked to stop";
            case ROLL_BACK -> ", and has been asked to go back";
        };
    }

    private Details details(Run run) {
        return ports.search()
                .get()
                .details(run.id())
                .orElseThrow(() -> new IllegalStateException("run %s is gone".formatted(run.id())));
    }
}
