package io.longhaul.worker.run;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Healthcheck.OnFailure;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Leaving;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Walks a plan forward, group by group. A group that an earlier epoch or try has begun is settled first: what runs is
 * waited for or killed, {@code done} is asked, and what is not done is done again, from the first statement where they
 * hang together by a staging table.
 */
final class Forward {

    private static final Duration ASK_PROGRESS = Duration.ofSeconds(5);

    private final RunInHand inHand;
    private final Plan plan;
    private final List<Group> groups;
    private final Tools tools;
    private final Act act;
    private final Unfinished unfinished;
    private final Staging staging;
    private final ProgressMeter meter;
    private final Tools.Limits limits;
    private final Postchecks postchecks;
    private Past past;

    Forward(RunInHand inHand, Plan plan, Past past, Tools tools, HealthWatch health) throws InterruptedException {
        this.inHand = inHand;
        this.plan = plan;
        this.groups = Group.of(plan);
        this.past = past;
        this.tools = tools;
        Lines lines = new Lines(inHand.hold(), tools);
        this.act = new Act(inHand, lines, tools, health, Optional.empty());
        this.unfinished = new Unfinished(inHand.hold(), lines, tools, plan);
        this.staging = new Staging(inHand.hold());
        this.meter = new ProgressMeter(plan, tools.nanoTime());
        this.limits = tools.limits().of(plan.migration());
        this.postchecks = new Postchecks(inHand, plan, tools, limits);
    }

    Leaving walk() throws InterruptedException {
        try (ProgressQuery query = new ProgressQuery(plan, tools.looking(), ASK_PROGRESS, meter::told)) {
            return go();
        }
    }

    private Leaving go() throws InterruptedException {
        countDone();
        meter.resumed();
        inHand.running(meter::now);
        Optional<Leaving> stopped = past.isEmpty()
                ? unfinished.compare(Direction.FORWARD)
                : unfinished.settle(past, Direction.FORWARD, groups);
        if (stopped.isPresent()) {
            return stopped.get();
        }
        // What nobody knew was perhaps found done, and what was done perhaps lost.
        past = unfinished.past();
        countDone();
        for (Group group : groups) {
            if (!past.isDone(group)) {
                Optional<Leaving> leaving = carryOut(group, past.isBegun(group));
                if (leaving.isPresent()) {
                    return leaving.get();
                }
            }
        }
        inHand.ifLeftInAStatement(unfinished.handOver(Direction.FORWARD));
        Optional<Leaving> interrupted = unfinished.clearStaging(groups);
        return interrupted.isPresent() ? interrupted.get() : postchecks.look(this::unverified);
    }

    private Optional<Leaving> carryOut(Group group, boolean begunBefore) throws InterruptedException {
        inHand.ifLeftInAStatement(abandoned(group, "its worker had to end in it"));
        boolean again = begunBefore;
        Optional<Failure> lost = Optional.empty();
        Tries failures = Tries.of(group.first().handling(), limits.maxAttempts());
        while (true) {
            if (again) {
                Optional<Boolean> done = unfinished.isDone(group);
                if (done.isEmpty()) {
                    return Optional.of(unfinished.handOver(Direction.FORWARD));
                }
                if (done.get()) {
                    return markDone(group);
                }
                if (lost.isPresent() && !group.keepsItsWork() && !group.isTransactions()) {
                    return Optional.of(unanswered(group, lost.get()));
                }
            }
            Step step = statements(group, failures);
            if (step instanceof Step.Done) {
                return Optional.empty();
            }
            if (step instanceof Step.Failed failed) {
                if (failed.again().isEmpty()) {
                    return Optional.of(failed(group, failed.failure()));
                }
                if (tools.stop().await(failed.again().get())) {
                    return Optional.of(unfinished.handOver(Direction.FORWARD));
                }
            } else if (step instanceof Step.Unwell unwell) {
                return Optional.of(unwell(group, unwell.ailment()));
            } else if (step instanceof Step.Lost unanswered) {
                lost = Optional.of(unanswered.failure());
                if (unfinished.letItArrive()) {
                    return Optional.of(unfinished.handOver(Direction.FORWARD));
                }
            } else {
                return Optional.of(unfinished.leave(step, Direction.FORWARD));
            }
            // What happened to the statement is found out before anything else is sent.
            past = unfinished.past();
            Optional<Leaving> stopped = unfinished.settle(past, Direction.FORWARD, groups);
            if (stopped.isPresent()) {
                return stopped;
            }
            past = unfinished.past();
            countDone();
            again = true;
        }
    }

    private void countDone() {
        for (PlannedOperation operation : plan.operations()) {
            if (past.isDone(operation)) {
                meter.done(operation);
            } else {
                meter.lost(operation);
            }
        }
    }

    private Step statements(Group group, Tries failures) throws InterruptedException {
        for (PlannedOperation operation : left(group)) {
            boolean last = operation.index()
                    == group.operations().get(group.operations().size() - 1).index();
            Optional<Step> before = last && group.isStaged() ? unfinished.silenceOlder() : Optional.empty();
            if (before.isPresent()) {
                return before.get();
            }
            Supplier<Optional<Failure>> verify = () -> last ? unfinished.notDone(group) : Optional.empty();
            Optional<Boolean> committed = isCommitted(operation);
            if (committed.isEmpty()) {
                return new Step.Interrupted();
            }
            Step step = committed.get()
                    ? act.foundCommitted(operation, verify)
                    : act.carryOut(
                            operation,
                            0,
                            Direction.FORWARD,
                            staging.fill(operation),
                            running -> meter.inFlight(operation, running),
                            verify,
                            failures);
            if (!(step instanceof Step.Done)) {
                return step;
            }
            meter.done(operation);
        }
        return new Step.Done();
    }

    /**
     * Whether an attempt that failed was committed all the same, as one is whose {@code done} said no: who resumes the
     * run wants it looked at again, not sent again. Empty when the worker is to end.
     */
    private Optional<Boolean> isCommitted(PlannedOperation operation) throws InterruptedException {
        return operation.isTransaction() ? unfinished.hasAnEffect(past.failed(operation)) : Optional.of(false);
    }

    private List<PlannedOperation> left(Group group) {
        return group.isRepeatedWhole()
                ? group.operations()
                : group.operations().stream()
                        .filter(operation -> !past.isDone(operation))
                        .toList();
    }

    private Optional<Leaving> markDone(Group group) throws InterruptedException {
        for (PlannedOperation operation : group.operations()) {
            if (!past.isDone(operation)) {
                Step step = act.foundDone(operation, 0, Direction.FORWARD);
                if (!(step instanceof Step.Done)) {
                    return Optional.of(unfinished.leave(step, Direction.FORWARD));
                }
                meter.done(operation);
            }
        }
        return Optional.empty();
    }

    /** Back, where that is set and possible; else it stays as it is, for somebody to decide. */
    private Leaving failed(Group group, Failure failure) {
        String reason = "operation %d, %s: %s".formatted(group.first().index(), group.name(), failure);
        return failed(group, "going back after ", reason, List.of());
    }

    private Leaving unwell(Group group, Ailment ailment) {
        String reason = ailment.failure().message();
        return ailment.onFailure() == OnFailure.PAUSE
                ? new Leaving.Paused(reason, false, List.of(ailment.failure()))
                : failed(group, "going back: ", reason, List.of(ailment.failure()));
    }

    /** As if the last operation had failed. */
    private Leaving unverified(List<Failure> failures) {
        String others = failures.size() == 1 ? "" : " (and %d more)".formatted(failures.size() - 1);
        Failure first = failures.get(0);
        String why = first.source().equals("check") ? first.message() : "a postcheck has no answer: " + first;
        String reason = "all operations are done, but " + why + others;
        return failed(groups.get(groups.size() - 1), "going back: ", reason, failures);
    }

    private Leaving failed(Group last, String goingBack, String reason, List<Failure> failures) {
        return limits.autoRollback() && canGoBackFrom(last) && !last.keepsItsWork()
                ? new Leaving.Requeued(Direction.BACKWARD, goingBack + reason, failures)
                : new Leaving.Ended(RunState.FAILED, Optional.of(reason), failures);
    }

    /** What a person asks for comes before the crash rule; a pause does not, for who resumes it would repeat it. */
    private Leaving unanswered(Group group, Failure lost) {
        Wish wish = tools.wish().get();
        return wish == Wish.STOP || wish == Wish.ROLL_BACK
                ? Wishes.granted(wish, Direction.FORWARD)
                : abandoned(group, lost.toString());
    }

    /** Nobody will know what came of a statement: its crash rule decides, as it does when the worker dies in it. */
    private Leaving abandoned(Group group, String why) {
        if (group.keepsItsWork()) {
            return new Leaving.Requeued(Direction.FORWARD, why, List.of());
        }
        String reason = "the result of operation %d, %s, is not known: %s"
                .formatted(group.first().index(), group.name(), why);
        return group.first().crashRule() == CrashRule.ROLLBACK && limits.autoRollback() && canGoBackFrom(group)
                ? new Leaving.Requeued(Direction.BACKWARD, "going back: " + reason, List.of())
                : Leaving.Ended.because(RunState.FAILED, reason);
    }

    private boolean canGoBackFrom(Group group) {
        return groups.stream()
                .filter(begun -> begun.first().index() <= group.first().index())
                .noneMatch(Group::isIrreversible);
    }
}
