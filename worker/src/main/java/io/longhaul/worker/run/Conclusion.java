package io.longhaul.worker.run;

import io.longhaul.common.config.Durations;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Wish;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came of a statement: verified, marked and journaled, or failed. For one run. */
final class Conclusion {

    private static final Logger log = LoggerFactory.getLogger(Conclusion.class);

    private final Lines lines;
    private final Marking marking;
    private final Tools tools;
    private final HealthWatch health;

    Conclusion(Lines lines, Marking marking, Tools tools, HealthWatch health) {
        this.lines = lines;
        this.marking = marking;
        this.tools = tools;
        this.health = health;
    }

    /** {@code failures}: of what this statement belongs to. */
    Step of(long attempt, Sent sent, Outcome outcome, Supplier<Optional<Failure>> verify, Tries failures)
            throws InterruptedException {
        if (outcome instanceof Outcome.Lost lost) {
            // Left open in the journal: settling finds out, and says so there.
            log.atWarn().addKeyValue("failure", lost.failure()).log("connection lost under a statement");
            return new Step.Lost(lost.failure());
        }
        if (outcome instanceof Outcome.Failed failed) {
            return failed(attempt, sent, failed.failure(), failures);
        }
        if (outcome instanceof Outcome.BrokenOff) {
            return brokenOff(attempt, sent);
        }
        Optional<Failure> unverified = verify.get();
        if (unverified.filter(tools.targets()::gaveNoAnswer).isPresent()) {
            // The statement returned, and then the connection was lost: the same as if it had been under the statement.
            log.atWarn().addKeyValue("failure", unverified.get()).log("connection lost before the effect was seen");
            return new Step.Lost(unverified.get());
        }
        if (unverified.isPresent()) {
            return failed(attempt, sent, unverified.get(), failures);
        }
        boolean marked;
        try {
            // Before the journal's line is closed: who dies between the two leaves a mark with an open line, which is
            // no restore, and never a closed line without its mark.
            marked = sent.marksItself() || marking.mark(sent.operation(), sent.query());
        } catch (TargetRefused silence) {
            // What comes back may be older than the statement: only it can tell.
            log.atWarn().addKeyValue("failure", silence.failure()).log("connection lost before the mark was made");
            return new Step.Lost(silence.failure());
        }
        lines.done(attempt, Attempt.Result.DONE, ((Outcome.Returned) outcome).rows(), marked);
        return new Step.Done();
    }

    /** It knows where it was; no failure to tell of. */
    private Step brokenOff(long attempt, Sent sent) throws InterruptedException {
        lines.failed(attempt, Optional.empty());
        Optional<Ailment> ailment =
                health.ailment().filter(found -> tools.watch().hasKilled(sent.query()));
        if (ailment.isPresent()) {
            return new Step.Unwell(ailment.get());
        }
        if (tools.watch().foundOverdue(sent.query())) {
            return new Step.Failed(overdue(sent, "it had not come to its end"), Optional.empty());
        }
        Wish wish = tools.wish().get();
        return wish == Wish.RUN ? new Step.Interrupted() : new Step.Withheld(wish);
    }

    private Failure overdue(Sent sent, Object why) {
        return new Failure(
                "longhaul",
                "timeout",
                "took longer than %s and was killed: %s"
                        .formatted(Durations.text(sent.limit().orElseThrow()), why));
    }

    private Step failed(long attempt, Sent sent, Failure failure, Tries failures) throws InterruptedException {
        boolean killed = tools.watch().hasKilled(sent.query());
        Wish wish = tools.wish().get();
        Optional<Ailment> ailment =
                health.ailment().filter(found -> killed && found.killsTheStatement(sent.repeatable()));
        if (ailment.isPresent()) {
            lines.failed(attempt, Optional.of(failure));
            return new Step.Unwell(ailment.get());
        }
        if (killed && Wishes.killsTheStatement(wish, sent.repeatable())) {
            lines.failed(attempt, Optional.of(failure));
            log.atInfo().addKeyValue("wish", wish).log("statement ended because something else is asked of the run");
            return new Step.Withheld(wish);
        }
        if (tools.watch().foundOverdue(sent.query())) {
            Failure overdue = overdue(sent, failure);
            lines.failed(attempt, Optional.of(overdue));
            return new Step.Failed(overdue, Optional.empty());
        }
        // What we killed for a wish that was withdrawn since is no failure of the statement's.
        boolean mayPass = sent.repeatable()
                ? killed || tools.targets().mayPass(failure)
                : tools.targets().of(sent.operation().engine()).changedNothing(failure);
        Optional<Duration> again = failures.failed(mayPass);
        if (again.isPresent()) {
            lines.retry(attempt, failure, again.get());
        } else {
            lines.failed(attempt, Optional.of(failure));
        }
        log.atWarn()
                .addKeyValue("operation", sent.operation().name())
                .addKeyValue("failure", failure)
                .addKeyValue("again", again.map(Duration::toString).orElse("no"))
                .log("statement failed");
        return new Step.Failed(failure, again);
    }
}
