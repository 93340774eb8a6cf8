package io.longhaul.worker.run;

import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Ending;
import io.longhaul.common.store.Intent;
import io.longhaul.common.store.Journal;
import io.longhaul.common.store.Permit;
import io.longhaul.worker.start.YesOrNo;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Walks a plan forward: for each operation journal the intent, act, verify, journal the result. */
public final class Walk {

    /** Not an end of the run: the worker was told to end and leaves the run to another. */
    static final Ending INTERRUPTED = Ending.because(RunState.FAILED, "the worker was told to end");

    private static final Logger log = LoggerFactory.getLogger(Walk.class);
    private static final Duration FENCE_RETRY = Duration.ofMillis(200);

    private final Target target;
    private final Journal journal;
    private final SelfFence fence;
    private final StatementWatch watch;
    private final Patience patience;
    private final StopSignal stop;
    private final LongSupplier nanoTime;

    public Walk(
            Target target,
            Journal journal,
            SelfFence fence,
            StatementWatch watch,
            Patience patience,
            StopSignal stop,
            LongSupplier nanoTime) {
        this.target = target;
        this.journal = journal;
        this.fence = fence;
        this.watch = watch;
        this.patience = patience;
        this.stop = stop;
        this.nanoTime = nanoTime;
    }

    Ending forward(RunInHand inHand, Plan plan) throws InterruptedException {
        Staging staging = new Staging(target, inHand.hold());
        ProgressMeter meter = new ProgressMeter(plan, nanoTime);
        Set<Integer> done = patience.ask(() -> journal.attempts(inHand.hold().run())).stream()
                .filter(attempt -> attempt.direction() == Direction.FORWARD && attempt.isDone())
                .map(Attempt::operation)
                .collect(Collectors.toSet());
        plan.operations().stream()
                .filter(operation -> done.contains(operation.index()))
                .forEach(meter::done);
        meter.resumed();
        inHand.running(meter::now);
        List<PlannedOperation> left = plan.operations().stream()
                .filter(operation -> !done.contains(operation.index()))
                .toList();
        Ending ending = walk(inHand, left, staging, meter);
        if (!ending.equals(INTERRUPTED) && Staging.isUsedIn(plan)) {
            staging.drop();
        }
        return ending;
    }

    private Ending walk(RunInHand inHand, List<PlannedOperation> left, Staging staging, ProgressMeter meter)
            throws InterruptedException {
        for (PlannedOperation operation : left) {
            Optional<Ending> ending = step(inHand, operation, staging, meter);
            if (ending.isPresent()) {
                return ending.get();
            }
            meter.done(operation);
        }
        return Ending.of(RunState.SUCCEEDED);
    }

    private Optional<Ending> step(RunInHand inHand, PlannedOperation operation, Staging staging, ProgressMeter meter)
            throws InterruptedException {
        while (!fence.isOpen()) {
            if (stop.await(FENCE_RETRY)) {
                return Optional.of(INTERRUPTED);
            }
        }
        if (stop.isGiven()) {
            return Optional.of(INTERRUPTED);
        }
        Hold hold = inHand.hold();
        QueryId query = QueryId.of(hold.run(), operation.index(), 0, hold.epoch());
        String sql = staging.fill(operation.statement());
        Permit permit = patience.ask(
                () -> journal.intend(hold, new Intent(operation.index(), 0, Direction.FORWARD, query, sql)));
        if (permit instanceof Permit.Fenced) {
            throw new Fenced(hold);
        }
        if (permit instanceof Permit.Withheld withheld) {
            return Optional.of(Ending.because(
                    RunState.FAILED,
                    "stopped before '%s': %s was asked for".formatted(operation.name(), withheld.wish())));
        }
        inHand.doing(operation, query);
        Outcome outcome = watch.during(
                query,
                running -> meter.inFlight(operation, running),
                () -> target.execute(new TargetStatement(query, sql, operation.parameters())));
        return conclude(hold, ((Permit.Granted) permit).attempt(), operation, outcome);
    }

    private Optional<Ending> conclude(Hold hold, long attempt, PlannedOperation operation, Outcome outcome)
            throws InterruptedException {
        Optional<Failure> failure = failure(outcome, operation);
        long rows = outcome instanceof Outcome.Returned returned ? returned.rows() : 0;
        Attempt.Result result = failure.isPresent() ? Attempt.Result.FAILED : Attempt.Result.DONE;
        if (!patience.ask(() -> journal.conclude(hold, attempt, result, rows, failure))) {
            throw new Fenced(hold);
        }
        failure.ifPresent(f -> log.atError()
                .addKeyValue("operation", operation.name())
                .addKeyValue("failure", f)
                .log("operation failed"));
        return failure.map(f -> Ending.because(
                RunState.FAILED, "operation %d, %s: %s".formatted(operation.index(), operation.name(), f)));
    }

    private Optional<Failure> failure(Outcome outcome, PlannedOperation operation) {
        if (outcome instanceof Outcome.Failed failed) {
            return Optional.of(failed.failure());
        }
        if (outcome instanceof Outcome.Lost lost) {
            return Optional.of(new Failure(
                    lost.failure().source(),
                    lost.failure().code(),
                    "the connection was lost and nobody knows whether the statement took effect: "
                            + lost.failure().message()));
        }
        return operation.done().flatMap(query -> unverified(query, operation));
    }

    private Optional<Failure> unverified(String query, PlannedOperation operation) {
        try {
            Optional<Boolean> answer = YesOrNo.read(target.rows(query, operation.parameters()));
            if (answer.isPresent() && answer.get()) {
                return Optional.empty();
            }
            return Optional.of(new Failure(
                    "check",
                    "done",
                    answer.isEmpty()
                            ? "'done' must return one row with one value, 1 or 0, and did not: " + query.strip()
                            : "the statement returned, but 'done' says that its effect is not there: "
                                    + query.strip()));
        } catch (TargetRefused unanswered) {
            return Optional.of(unanswered.failure());
        }
    }
}
