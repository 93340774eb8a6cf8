package io.longhaul.worker.run;

import io.longhaul.common.lease.Lock;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.observe.RunScope;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Ending;
import io.longhaul.common.store.RunStore;
import io.longhaul.worker.start.Starter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one claimed run from the claim to its end: lock, checks, plan, operations, end. */
public final class Execution {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);
    private static final Duration LOCK_RETRY = Duration.ofMillis(500);

    private final RunStore runs;
    private final Starter starter;
    private final Walk walk;
    private final Lock lock;
    private final Heart heart;
    private final Signs signs;
    private final Patience patience;
    private final StopSignal stop;

    public Execution(
            RunStore runs,
            Starter starter,
            Walk walk,
            Lock lock,
            Heart heart,
            Signs signs,
            Patience patience,
            StopSignal stop) {
        this.runs = runs;
        this.starter = starter;
        this.walk = walk;
        this.lock = lock;
        this.heart = heart;
        this.signs = signs;
        this.patience = patience;
        this.stop = stop;
    }

    /**
     * Returns when the run has ended, or when the worker is told to end; throws {@link Fenced} when the run was taken
     * over.
     */
    public void carryOut(Claim.Claimed claimed, Definition definition) throws InterruptedException {
        Hold hold = claimed.hold();
        RunInHand inHand = new RunInHand(hold, claimed.run());
        try (RunScope scope = RunScope.open(claimed.run().migration(), hold)) {
            log.atInfo().log("run claimed");
            heart.beatFor(inHand);
            signs.show(inHand);
            if (!waitForLock(hold)) {
                return;
            }
            signs.keepLock();
            Ending ending = startAndWalk(inHand, definition);
            if (stop.isGiven() && ending.equals(Walk.INTERRUPTED)) {
                return;
            }
            end(inHand, ending);
        } finally {
            heart.letGo();
            signs.releaseLock();
        }
    }

    private Ending startAndWalk(RunInHand inHand, Definition definition) throws InterruptedException {
        Hold hold = inHand.hold();
        Optional<Plan> frozen = patience.ask(() -> runs.plan(hold.run()));
        Starter.Verdict verdict =
                frozen.<Starter.Verdict>map(Starter.Verdict.Go::new).orElseGet(() -> starter.look(definition));
        if (verdict instanceof Starter.Verdict.NotRequired notRequired) {
            return Ending.because(RunState.NOT_REQUIRED, notRequired.why());
        }
        if (verdict instanceof Starter.Verdict.Refused refused) {
            return new Ending(RunState.REFUSED, Optional.of(summary(refused.failures())), refused.failures());
        }
        Plan plan = ((Starter.Verdict.Go) verdict).plan();
        if (!patience.ask(() -> runs.begin(hold, plan))) {
            throw new Fenced(hold);
        }
        return walk.forward(inHand, plan);
    }

    private boolean waitForLock(Hold hold) throws InterruptedException {
        Lock.Answer told = Lock.Answer.HELD;
        while (true) {
            Lock.Answer answer = lock.take();
            if (answer == Lock.Answer.HELD) {
                return true;
            }
            if (answer != told) {
                told = answer;
                String reason = answer == Lock.Answer.TAKEN
                        ? "waiting for the lock in Redis, which another worker holds"
                        : "waiting for Redis, which cannot be reached; starts by itself when it is back";
                log.atWarn().log(reason);
                if (!patience.ask(() -> runs.explain(hold, reason))) {
                    throw new Fenced(hold);
                }
            }
            if (stop.await(LOCK_RETRY)) {
                return false;
            }
        }
    }

    private void end(RunInHand inHand, Ending ending) throws InterruptedException {
        heart.letGo();
        Hold hold = inHand.hold();
        if (!patience.ask(() -> runs.end(hold, ending))) {
            throw new Fenced(hold);
        }
        log.atInfo()
                .addKeyValue("state", ending.state())
                .addKeyValue("reason", ending.reason().orElse(""))
                .log("run ended");
        patience.ask(() -> runs.find(hold.run()))
                .ifPresent(run -> signs.showEnd(
                        inHand.ended(run, ending.failures().stream().findFirst())));
    }

    private static String summary(List<Failure> failures) {
        String first = failures.get(0).message();
        return failures.size() == 1 ? first : "%s (and %d more)".formatted(first, failures.size() - 1);
    }
}
