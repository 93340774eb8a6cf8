package io.longhaul.worker.run;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.observe.RunScope;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.RunStore;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.worker.start.Starter;
import io.longhaul.worker.target.TargetRefused;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one claimed run from the claim to its end: lock, checks, plan, operations, end. */
public final class Execution {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    private final RunStore runs;
    private final Starter starter;
    private final Tools tools;
    private final LockWait lock;
    private final Heart heart;
    private final Signs signs;
    private final Patience patience;
    private final AtomicReference<@Nullable RunInHand> inHand = new AtomicReference<>();

    public Execution(
            RunStore runs, Starter starter, Tools tools, LockWait lock, Heart heart, Signs signs, Patience patience) {
        this.runs = runs;
        this.starter = starter;
        this.tools = tools;
        this.lock = lock;
        this.heart = heart;
        this.signs = signs;
        this.patience = patience;
    }

    /**
     * Returns when the run has ended, or when the worker is told to end; throws {@link Fenced} when the run was taken
     * over.
     */
    public void carryOut(Claim.Claimed claimed, Definition definition) throws InterruptedException {
        Hold hold = claimed.hold();
        RunInHand current = new RunInHand(hold, claimed.run());
        inHand.set(current);
        try (RunScope scope = RunScope.open(claimed.run().migration(), hold)) {
            log.atInfo().log("run claimed");
            heart.beatFor(current);
            signs.show(current);
            if (!lock.await(hold)) {
                leave(
                        current,
                        new Leaving.Requeued(claimed.run().direction(), "its worker was told to end", List.of()));
                return;
            }
            signs.keepLock(hold);
            leave(current, startAndWalk(current, claimed.run().direction(), definition));
        } finally {
            inHand.set(null);
            heart.letGo();
            signs.releaseLock();
        }
    }

    private Leaving startAndWalk(RunInHand inHand, Direction direction, Definition definition)
            throws InterruptedException {
        Hold hold = inHand.hold();
        Optional<Plan> frozen = patience.ask(() -> runs.plan(hold.run()));
        if (frozen.isEmpty() && direction == Direction.BACKWARD) {
            return Leaving.Ended.because(RunState.ROLLED_BACK, "nothing had been begun");
        }
        Starter.Verdict verdict = frozen.isPresent()
                ? new Starter.Verdict.Go(frozen.get())
                : starter.look(definition, inHand.task().run().parameters());
        if (verdict instanceof Starter.Verdict.NotRequired notRequired) {
            return Leaving.Ended.because(RunState.NOT_REQUIRED, notRequired.why());
        }
        if (verdict instanceof Starter.Verdict.Refused refused) {
            return new Leaving.Ended(RunState.REFUSED, Optional.of(summary(refused.failures())), refused.failures());
        }
        Plan plan = ((Starter.Verdict.Go) verdict).plan();
        if (!patience.ask(() -> runs.begin(hold, plan, direction))) {
            throw new Fenced(hold);
        }
        Optional<Leaving> impossible = withoutTarget(plan, direction);
        if (impossible.isPresent()) {
            return impossible.get();
        }
        Past past = new Past(patience.ask(() -> tools.journal().attempts(hold.run())));
        try (HealthWatch health = new HealthWatch(plan, tools.looking(), tools.nanoTime())) {
            inHand.watchedBy(health::found);
            health.begin();
            return direction == Direction.FORWARD
                    ? new Forward(inHand, plan, past, tools, health).walk()
                    : new Backward(inHand, plan, past, tools, health).walk();
        }
    }

    /** This worker may have fewer targets than the one that began the run. */
    private Optional<Leaving> withoutTarget(Plan plan, Direction direction) {
        try {
            tools.targets().of(plan.engines());
            return Optional.empty();
        } catch (TargetRefused missing) {
            return Optional.of(Leaving.Ended.because(
                    direction == Direction.FORWARD ? RunState.FAILED : RunState.ROLLBACK_FAILED,
                    missing.failure().message()));
        }
    }

    private void leave(RunInHand inHand, Leaving leaving) throws InterruptedException {
        heart.letGo();
        Hold hold = inHand.hold();
        patience.ask(() -> {
            runs.reached(hold, inHand.progress().atRest());
            return true;
        });
        if (!patience.ask(() -> runs.leave(hold, leaving))) {
            throw new Fenced(hold);
        }
        Optional<Run> left = patience.ask(() -> runs.find(hold.run()));
        log.atInfo()
                .addKeyValue("state", left.map(Run::state).orElse(RunState.QUEUED))
                .addKeyValue("reason", leaving.reason().orElse(""))
                .log("run left");
        left.ifPresent(run ->
                signs.showEnd(inHand.ended(run, leaving.failures().stream().findFirst())));
    }

    /** The worker must end before the statement in flight does: leaves it running, for whoever claims the run next. */
    public void handOver() {
        RunInHand current = inHand.getAndSet(null);
        if (current != null) {
            heart.letGo();
            Leaving leaving = current.ifLeftInAStatement();
            try {
                log.atInfo()
                        .addKeyValue("handedOver", runs.leave(current.hold(), leaving))
                        .log("told to end in a statement");
            } catch (StoreUnavailable away) {
                log.atWarn()
                        .addKeyValue("why", away.getMessage())
                        .log("told to end in a statement; the reaper will find that the run is nobody's");
            }
        }
    }

    private static String summary(List<Failure> failures) {
        String first = failures.get(0).message();
        return failures.size() == 1 ? first : "%s (and %d more)".formatted(first, failures.size() - 1);
    }
}
