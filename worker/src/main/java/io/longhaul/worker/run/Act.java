package io.longhaul.worker.run;

import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Stall;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One statement of a run: wait for the fence, journal the intent, send, and see what came of it. For one run. */
final class Act {

    private static final Duration FENCE_RETRY = Duration.ofMillis(200);

    private final RunInHand inHand;
    private final Lines lines;
    private final Tools tools;
    private final Optional<Duration> limit;
    private final Paces paces = new Paces();
    private final HealthWatch health;
    private final Marking marking;
    private final Conclusion conclusion;

    /** {@code limit} is how long a statement may take before it is killed, where its operation does not say. */
    Act(RunInHand inHand, Lines lines, Tools tools, HealthWatch health, Optional<Duration> limit) {
        this.health = health;
        this.limit = limit;
        this.inHand = inHand;
        this.lines = lines;
        this.tools = tools;
        this.marking = new Marking(tools.targets());
        this.conclusion = new Conclusion(lines, marking, tools, health);
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
        Sent sent = new Sent(operation, opened.query(), limit(operation), repeatable, marksItself);
        Outcome outcome = send(sent, sql, progress);
        return conclusion.of(opened.attempt(), sent, outcome, verify, failures);
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
                            sent.limit(),
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

    private Optional<Duration> limit(PlannedOperation operation) {
        // What is built in does its work in chunks, and takes as long as there are some.
        return operation
                .handling()
                .timeout()
                .or(() -> operation.engine() == Engine.BUILT_IN ? Optional.empty() : limit);
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
            lines.done(attempt, Attempt.Result.FOUND_DONE, 0, marking.found(operation, query));
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

    private boolean interrupted() throws InterruptedException {
        while (!tools.fence().isOpen()) {
            if (tools.stop().await(FENCE_RETRY)) {
                return true;
            }
        }
        return tools.stop().isGiven();
    }

    /** Closes the line of an attempt that sent nothing. */
    private interface Found {
        Step conclude(long attempt, QueryId query) throws InterruptedException;
    }
}
