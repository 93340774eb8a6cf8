package io.longhaul.worker.run;

import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Healthcheck.OnFailure;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Leaving;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a plan back, group by group in reverse order, whatever was begun, the operation in flight included; what never
 * started is left alone. Goes on where an earlier epoch stopped.
 */
final class Backward {

    private final RunInHand inHand;
    private final Plan plan;
    private final Tools tools;
    private final Act act;
    private final Unfinished unfinished;
    private final Tools.Limits limits;
    private Past past;
    private RollbackMeter meter = new RollbackMeter(1);

    Backward(RunInHand inHand, Plan plan, Past past, Tools tools, HealthWatch health) throws InterruptedException {
        this.inHand = inHand;
        this.plan = plan;
        this.past = past;
        this.tools = tools;
        this.limits = tools.limits().of(plan.migration());
        Lines lines = new Lines(inHand.hold(), tools);
        this.act = new Act(inHand, lines, tools, health, Optional.of(limits.rollbackTimeout()));
        this.unfinished = new Unfinished(inHand.hold(), lines, tools, plan);
    }

    Leaving walk() throws InterruptedException {
        inHand.rollingBack(meter::now);
        Optional<Leaving> stopped = unfinished.settle(past, Direction.BACKWARD, List.of());
        if (stopped.isPresent()) {
            return stopped.get();
        }
        // What nobody knew was perhaps found done.
        past = unfinished.past();
        List<Group> groups = new ArrayList<>();
        for (Group group : Group.of(plan)) {
            Optional<Boolean> there = isThere(group);
            if (there.isEmpty()) {
                return unfinished.handOver(Direction.BACKWARD);
            }
            if (there.get()) {
                groups.add(0, group);
            }
        }
        meter = new RollbackMeter(groups.size());
        inHand.rollingBack(meter::now);
        for (Group group : groups) {
            Optional<Leaving> leaving = takeBack(group);
            if (leaving.isPresent()) {
                return leaving.get();
            }
            meter.back();
        }
        inHand.ifLeftInAStatement(unfinished.handOver(Direction.BACKWARD));
        return unfinished.compare(Direction.BACKWARD).orElse(Leaving.Ended.in(RunState.ROLLED_BACK));
    }

    /** Whether there may be anything of it to take back; empty when nobody could say before the worker has to end. */
    private Optional<Boolean> isThere(Group group) throws InterruptedException {
        return past.isToBeTakenBack(group) || !group.isTransactions()
                ? Optional.of(past.isToBeTakenBack(group))
                : unfinished.hasAnEffect(past.failed(group));
    }

    private Optional<Leaving> takeBack(Group group) throws InterruptedException {
        for (int number = 1; number <= group.rollback().size(); number++) {
            if (!past.isTakenBack(group, number)) {
                Optional<Leaving> leaving = takeBack(group, number);
                if (leaving.isPresent()) {
                    return leaving;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Leaving> takeBack(Group group, int number) throws InterruptedException {
        String statement = group.rollback().get(number - 1);
        // What undoes itself must not be sent where there is nothing to undo: not begun in truth, or taken back
        // already.
        boolean toggles = SqlText.of(group.engine(), statement).undoesItself();
        Tries failures = Tries.of(group.first().handling(), limits.maxAttempts());
        while (true) {
            if (toggles) {
                Optional<Boolean> done = unfinished.isDone(group);
                if (done.isEmpty()) {
                    return Optional.of(unfinished.handOver(Direction.BACKWARD));
                }
                if (!done.get()) {
                    return nothingToTakeBack(group, number);
                }
            }
            Step step = act.carryOut(
                    group.first(),
                    number,
                    Direction.BACKWARD,
                    statement,
                    meter.statement(),
                    () -> toggles && stillDone(group) ? Optional.of(notTakenBack(statement)) : Optional.empty(),
                    failures);
            if (step instanceof Step.Done) {
                return Optional.empty();
            }
            if (step instanceof Step.Failed failed) {
                if (failed.again().isEmpty()) {
                    return Optional.of(Leaving.Ended.because(
                            RunState.ROLLBACK_FAILED, "rollback of %s: %s".formatted(group.name(), failed.failure())));
                }
                if (tools.stop().await(failed.again().get())) {
                    return Optional.of(unfinished.handOver(Direction.BACKWARD));
                }
            } else if (step instanceof Step.Unwell unwell) {
                return Optional.of(unwell(unwell.ailment()));
            } else if (!(step instanceof Step.Lost)) {
                return Optional.of(unfinished.leave(step, Direction.BACKWARD));
            } else if (unfinished.letItArrive()) {
                return Optional.of(unfinished.handOver(Direction.BACKWARD));
            }
            past = unfinished.past();
            Optional<Leaving> stopped = unfinished.settle(past, Direction.BACKWARD, List.of());
            if (stopped.isPresent()) {
                return stopped;
            }
            past = unfinished.past();
            if (past.isTakenBack(group, number)) {
                return Optional.empty();
            }
        }
    }

    private Optional<Leaving> nothingToTakeBack(Group group, int number) throws InterruptedException {
        Step step = act.foundDone(group.first(), number, Direction.BACKWARD);
        return step instanceof Step.Done ? Optional.empty() : Optional.of(unfinished.leave(step, Direction.BACKWARD));
    }

    private static Leaving unwell(Ailment ailment) {
        List<Failure> failures = List.of(ailment.failure());
        String reason = ailment.failure().message();
        return ailment.onFailure() == OnFailure.PAUSE
                ? new Leaving.Paused(reason, false, failures)
                : new Leaving.Ended(RunState.ROLLBACK_FAILED, Optional.of(reason), failures);
    }

    private boolean stillDone(Group group) {
        return unfinished.notDone(group).isEmpty();
    }

    private static Failure notTakenBack(String statement) {
        return new Failure(
                "check",
                "done",
                "the rollback returned, but 'done' says that nothing was taken back: " + statement.strip());
    }
}
