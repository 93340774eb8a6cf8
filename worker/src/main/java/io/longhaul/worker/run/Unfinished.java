package io.longhaul.worker.run;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Leaving;
import io.longhaul.worker.check.YesOrNo;
import io.longhaul.worker.settle.Settling;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Deals with what was begun and whose result nobody knows, and with walks that stop before their end. For one run. */
final class Unfinished {

    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    private static final Failure ABANDONED = new Failure(
            "longhaul",
            "abandoned",
            "the result was not known to anybody; the operation was settled and looked at again");

    private static final Failure WOULD_NOT_END =
            new Failure("longhaul", "stuck", "a statement of an earlier try was killed and would not end");

    private final Hold hold;
    private final Lines lines;
    private final Tools tools;
    private final TargetWait wait;
    private final Set<Engine> engines;
    private final MarkLook marks;

    Unfinished(Hold hold, Lines lines, Tools tools, Plan plan) {
        this.engines = plan.engines();
        this.marks = new MarkLook(hold, plan, tools);
        this.hold = hold;
        this.lines = lines;
        this.tools = tools;
        this.wait = new TargetWait(hold, tools);
    }

    /** The journal as it is now. */
    Past past() throws InterruptedException {
        return new Past(tools.patience().ask(() -> tools.journal().attempts(hold.run())));
    }

    /**
     * Makes sure that the journal and the databases are of one time, however long they are away; empty when the walk
     * may go on, by the journal as it is then.
     */
    Optional<Leaving> compare(Direction direction) throws InterruptedException {
        while (true) {
            try {
                Optional<Leaving> restored = marks.look(direction);
                wait.answered();
                return restored;
            } catch (TargetRefused refused) {
                wait.refused(refused.failure());
                if (wait.await(ASK_AGAIN)) {
                    return Optional.of(handOver(direction));
                }
            }
        }
    }

    /** Clears the target of earlier tries, then closes their attempts; empty when the walk may go on. */
    Optional<Leaving> settle(Past past, Direction direction, List<Group> groups) throws InterruptedException {
        // Before the fence is raised: one of a later epoch would keep us waiting for ever.
        Optional<Leaving> restored = compare(direction);
        if (restored.isPresent()) {
            return restored;
        }
        Set<QueryId> adoptable = past.open().stream()
                .filter(attempt -> isAdoptable(attempt, groups))
                .map(Attempt::query)
                .collect(Collectors.toSet());
        Settling.Settled settled = tools.settling()
                .clear(
                        hold,
                        tools.targets().of(engines),
                        query -> adoptable.contains(query)
                                && !Wishes.killsTheStatement(tools.wish().get(), true),
                        wait);
        switch (settled) {
            case INTERRUPTED -> {
                return Optional.of(handOver(direction));
            }
            case STUCK -> {
                return Optional.of(Leaving.Ended.because(
                        direction == Direction.FORWARD ? RunState.FAILED : RunState.ROLLBACK_FAILED,
                        WOULD_NOT_END.message()));
            }
            case CLEAR -> {
                for (Attempt attempt : past.open()) {
                    Optional<Boolean> committed = committed(attempt);
                    if (committed.isEmpty()) {
                        return Optional.of(handOver(direction));
                    }
                    if (committed.get()) {
                        lines.done(attempt.id(), Attempt.Result.FOUND_DONE, 0, true);
                    } else {
                        lines.failed(attempt.id(), Optional.of(ABANDONED));
                    }
                }
                return Optional.empty();
            }
        }
        throw new IllegalStateException("no answer to " + settled);
    }

    /**
     * Whether any of these has had its effect for all that it failed, as one has whose {@code done} said no afterwards.
     * Empty when the worker is to end before the target has answered.
     */
    Optional<Boolean> hasAnEffect(List<Attempt> failed) throws InterruptedException {
        for (Attempt attempt : failed) {
            Optional<Boolean> committed = committed(attempt);
            if (committed.isEmpty() || committed.get()) {
                return committed;
            }
        }
        return Optional.of(false);
    }

    /**
     * Whether a target keeps proof that the statement had its effect. Empty when the worker is to end before it has
     * answered.
     */
    private Optional<Boolean> committed(Attempt attempt) throws InterruptedException {
        while (true) {
            try {
                for (Target target : tools.targets().of(engines)) {
                    if (target.committed(attempt.query()).orElse(false)) {
                        return Optional.of(true);
                    }
                }
                wait.answered();
                return Optional.of(false);
            } catch (TargetRefused refused) {
                wait.refused(refused.failure());
                if (wait.await(ASK_AGAIN)) {
                    return Optional.empty();
                }
            }
        }
    }

    /**
     * A statement that tells by its {@code done} what came of it may end by itself; one into a staging table is of no
     * use, and a transaction whose worker is gone will never be committed.
     */
    private static boolean isAdoptable(Attempt attempt, List<Group> groups) {
        return attempt.direction() == Direction.FORWARD
                && groups.stream()
                        .filter(group -> group.operations().stream()
                                .anyMatch(operation -> operation.index() == attempt.operation()))
                        .anyMatch(group -> group.done().isPresent() && !group.isStaged() && !group.isTransactions());
    }

    /** Before something is published: nobody of an older epoch writes any more. Empty when that is so. */
    Optional<Step> silenceOlder() throws InterruptedException {
        return switch (tools.settling().silenceOlder(hold, tools.targets().of(engines), wait)) {
            case CLEAR -> Optional.empty();
            case INTERRUPTED -> Optional.of(new Step.Interrupted());
            case STUCK -> Optional.of(new Step.Failed(WOULD_NOT_END, Optional.empty()));
        };
    }

    /** At the end of the walk nothing of ours stays behind, and all of it is there. */
    Optional<Leaving> clearStaging(List<Group> groups) throws InterruptedException {
        return groups.stream().anyMatch(Group::isStaged)
                ? settle(new Past(List.of()), Direction.FORWARD, groups)
                : compare(Direction.FORWARD);
    }

    /**
     * Whether the group's {@code done} says that all of it is there; no {@code done}, an error, is no. Empty when the
     * target gave no answer until the worker was told to end: then nobody knows, and neither yes nor no may be acted
     * on.
     */
    Optional<Boolean> isDone(Group group) throws InterruptedException {
        while (true) {
            try {
                boolean done = group.done()
                        .flatMap(query ->
                                YesOrNo.read(tools.targets().of(group.engine()).rows(query, group.parameters())))
                        .orElse(false);
                wait.answered();
                return Optional.of(done);
            } catch (TargetRefused refused) {
                if (!tools.targets().gaveNoAnswer(refused.failure())) {
                    return Optional.of(false);
                }
                wait.refused(refused.failure());
                if (wait.await(ASK_AGAIN)) {
                    return Optional.empty();
                }
            }
        }
    }

    /**
     * After a lost connection: a request that is still on its way, or waits in the server, shows nowhere. True when the
     * worker is to end meanwhile.
     */
    boolean letItArrive() throws InterruptedException {
        return wait.await(tools.underWay());
    }

    /** Why a group whose last statement has returned is not done after all. */
    Optional<Failure> notDone(Group group) {
        return group.done().flatMap(query -> {
            try {
                Optional<Boolean> answer =
                        YesOrNo.read(tools.targets().of(group.engine()).rows(query, group.parameters()));
                if (answer.isPresent() && answer.get()) {
                    return Optional.empty();
                }
                String what = answer.isEmpty()
                        ? "'done' must return one row with one value, 1 or 0, and did not: "
                        : "the statement returned, but 'done' says that its effect is not there: ";
                return Optional.of(new Failure("check", "done", what + query.strip()));
            } catch (TargetRefused unanswered) {
                return Optional.of(unanswered.failure());
            }
        });
    }

    /** How the run is left when a statement was not carried out for a reason that is not its own. */
    Leaving leave(Step step, Direction direction) {
        return step instanceof Step.Withheld withheld
                ? Wishes.granted(withheld.wish(), direction)
                : handOver(direction);
    }

    Leaving handOver(Direction direction) {
        return new Leaving.Requeued(
                direction, "handed over by %s, which was told to end".formatted(hold.worker()), List.of());
    }
}
