package io.longhaul.worker.run;

import io.longhaul.common.config.Durations;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Stall;
import io.longhaul.common.run.Wish;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One statement of a run: wait for the fence, journal the intent, send, verify, journal the result. For one run. */
final class Act {

    private static final Logger log = LoggerFactory.getLogger(Act.class);
    private static final Duration FENCE_RETRY = Duration.ofMillis(200);

    private final RunInHand inHand;
    private final Lines lines;
    private final Tools tools;
    private final Optional<Duration> limit;
    private final Paces paces = new Paces();
    private final HealthWatch health;

    /** {@code limit} is how long a statement may take before it is killed, where its operation does not say. */
    Act(RunInHand inHand, Lines lines, Tools tools, HealthWatch health, Optional<Duration> limit) {
        this.health = health;
        this.limit = limit;
        this.inHand = inHand;
        this.lines = lines;
        this.tools = tools;
    }

    /**
     * Carries out one statement.
     *
     * @param verify answers a failure when the statement returned without its effect
     * @param failures of what this statement belongs to
     */
    Step carryOut(
            PlannedOperation operation,
            int chunk,
            Direction direction,
            String sql,
            Consumer<Running> progress,
            Supplier<Optional<Failure>> verify,
            Tries failures)
            throws InterruptedException {
        if (interrupted()) {
            return new Step.Interrupted();
        }
        if (health.ailment().isPresent()) {
            return new Step.Unwell(health.ailment().get());
        }
        Lines.Opening opening = lines.open(operation, chunk, direction, sql);
        if (opening instanceof Lines.Opening.Withheld withheld) {
            return new Step.Withheld(withheld.wish());
        }
        Lines.Opening.Opened opened = (Lines.Opening.Opened) opening;
        // Long after the fence was last looked at, perhaps: PostgreSQL may have been away, or this process stopped.
        if (interrupted()) {
            return new Step.Interrupted();
        }
        inHand.doing(operation, opened.query());
        boolean repeatable = direction == Direction.BACKWARD
                || operation.crashRule() == CrashRule.RESUME
                || operation.isTransaction();
        boolean marksItself = operation.engine() == Engine.POSTGRES
                && !SqlText.of(operation.engine(), sql).runsAlone();
        Sent sent = new Sent(operation, opened.query(), repeatable, marksItself);
        Outcome outcome = send(sent, sql, progress);
        return conclude(opened.attempt(), sent, outcome, verify, failures);
    }

    private Outcome send(Sent sent, String sql, Consumer<Running> progress) {
        TargetStatement statement =
                new TargetStatement(sent.query(), sql, sent.operation().parameters());
        long sentAt = tools.nanoTime().getAsLong();
        try {
            Target target = tools.targets().of(sent.operation().engine());
            Outcome outcome = tools.watch()
                    .during(
                            target,
                            sent.query(),
                            sent.repeatable(),
                            () -> isUnwell(sent.repeatable()),
                            limit(sent),
                            paces.usual(),
                            listener(sent.query(), progress),
                            () -> target.execute(statement));
            if (outcome instanceof Outcome.Returned) {
                paces.took(Duration.ofNanos(tools.nanoTime().getAsLong() - sentAt));
            }
            return outcome;
        } finally {
            inHand.returned();
        }
    }

    private boolean isUnwell(boolean repeatable) {
        return health.ailment()
                .filter(ailment -> ailment.killsTheStatement(repeatable))
                .isPresent();
    }

    private StatementWatch.Listener listener(QueryId query, Consumer<Running> progress) {
        return new StatementWatch.Listener() {

            @Override
            public void runs(Running running) {
                progress.accept(running);
            }

            @Override
            public void stands(Optional<Stall> stall) {
                inHand.stands(query, stall);
            }
        };
    }

    /** Looks again at a transaction that an attempt has committed although it failed; sends nothing. */
    Step foundCommitted(PlannedOperation operation, Supplier<Optional<Failure>> verify) throws InterruptedException {
        Optional<Failure> unverified = verify.get();
        if (unverified.isEmpty()) {
            return foundDone(operation, 0, Direction.FORWARD);
        }
        if (tools.targets().gaveNoAnswer(unverified.get())) {
            return new Step.Lost(unverified.get());
        }
        Failure failure = unverified.get();
        return sendNothing(
                operation,
                0,
                Direction.FORWARD,
                "-- committed by an earlier attempt; nothing was sent",
                (attempt, query) -> {
                    lines.failed(attempt, Optional.of(failure));
                    return new Step.Failed(failure, Optional.empty());
                });
    }

    /** Stores that an operation was found done, unless something else is asked of the run. */
    Step foundDone(PlannedOperation operation, int chunk, Direction direction) throws InterruptedException {
        return sendNothing(operation, chunk, direction, "-- found done; nothing was sent", (attempt, query) -> {
            lines.done(attempt, Attempt.Result.FOUND_DONE, 0, markFound(operation, query));
            return new Step.Done();
        });
    }

    /** A line of the journal for what was found out without a statement. */
    private Step sendNothing(PlannedOperation operation, int chunk, Direction direction, String words, Found found)
            throws InterruptedException {
        Lines.Opening opening = lines.open(operation, chunk, direction, words);
        if (opening instanceof Lines.Opening.Withheld withheld) {
            return new Step.Withheld(withheld.wish());
        }
        Lines.Opening.Opened opened = (Lines.Opening.Opened) opening;
        return found.conclude(opened.attempt(), opened.query());
    }

    /** It has just been seen; a database that is away again says nothing against it. */
    private boolean markFound(PlannedOperation operation, QueryId query) {
        try {
            return mark(operation, query);
        } catch (TargetRefused away) {
            log.atWarn().addKeyValue("failure", away.failure()).log("no mark of an operation that was found done");
            return false;
        }
    }

    private boolean interrupted() throws InterruptedException {
        while (!tools.fence().isOpen()) {
            if (tools.stop().await(FENCE_RETRY)) {
                return true;
            }
        }
        return tools.stop().isGiven();
    }

    private Step conclude(long attempt, Sent sent, Outcome outcome, Supplier<Optional<Failure>> verify, Tries failures)
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
            marked = sent.marksItself() || mark(sent.operation(), sent.query());
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
                        .formatted(Durations.text(limit(sent).orElseThrow()), why));
    }

    /** False where the database keeps no marks, or will not have one. Throws {@link TargetRefused} when it is away. */
    private boolean mark(PlannedOperation operation, QueryId query) {
        try {
            return tools.targets().of(operation.engine()).mark(query);
        } catch (TargetRefused refused) {
            if (tools.targets().gaveNoAnswer(refused.failure())) {
                throw refused;
            }
            log.atWarn()
                    .addKeyValue("failure", refused.failure())
                    .log("no mark: a restore that undoes this operation will not be noticed");
            return false;
        }
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

    private Optional<Duration> limit(Sent sent) {
        // What is built in does its work in chunks, and takes as long as there are some.
        return sent.operation()
                .handling()
                .timeout()
                .or(() -> sent.operation().engine() == Engine.BUILT_IN ? Optional.empty() : limit);
    }

    /**
     * A statement; {@code repeatable} where it may be sent again after it failed, {@code marksItself} where its
     * transaction has the mark in it.
     */
    private record Sent(PlannedOperation operation, QueryId query, boolean repeatable, boolean marksItself) {}

    /** Closes the line of an attempt that sent nothing. */
    private interface Found {
        Step conclude(long attempt, QueryId query) throws InterruptedException;
    }
}
