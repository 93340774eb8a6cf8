package io.longhaul.worker.run;

import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Leaving;
import io.longhaul.worker.check.Checks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The last look before a run has succeeded. It changes nothing, so it is repeated as often as it takes to get an
 * answer: by this worker, or by the next one. For one run.
 */
final class Postchecks {

    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    private final RunInHand inHand;
    private final Plan plan;
    private final Tools tools;
    private final Checks checks;
    private final TargetWait target;
    private final Tries tries;

    Postchecks(RunInHand inHand, Plan plan, Tools tools, Tools.Limits limits) {
        this.inHand = inHand;
        this.plan = plan;
        this.tools = tools;
        this.checks = new Checks(tools.targets());
        this.target = new TargetWait(inHand.hold(), tools);
        this.tries = new Tries(limits.maxAttempts());
    }

    /** How the run is left; {@code unverified} says it for failures. */
    Leaving look(Function<List<Failure>, Leaving> unverified) throws InterruptedException {
        if (plan.postchecks().isEmpty()) {
            return Leaving.Ended.in(RunState.SUCCEEDED);
        }
        // All statements are done: from here on nothing is unknown when the worker has to end.
        inHand.ifLeftInAStatement(handedOver("its worker had to end before the postchecks were answered"));
        explain();
        while (true) {
            List<Failure> failures = checks.failures(plan.postchecks(), "postcheck", plan.parameters());
            Optional<Duration> again = again(failures);
            if (again.isEmpty()) {
                return failures.isEmpty() ? Leaving.Ended.in(RunState.SUCCEEDED) : unverified.apply(failures);
            }
            if (target.await(again.get())) {
                return handedOver("handed over by %s, which was told to end".formatted(hold().worker()));
            }
            if (tools.wish().get() != Wish.RUN) {
                return Wishes.granted(tools.wish().get(), Direction.FORWARD);
            }
        }
    }

    /** After how long to look again: nobody has answered, or all there is against it may pass. */
    private Optional<Duration> again(List<Failure> failures) throws InterruptedException {
        Optional<Failure> silence =
                failures.stream().filter(tools.targets()::gaveNoAnswer).findFirst();
        if (silence.isPresent()) {
            target.refused(silence.get());
            return Optional.of(ASK_AGAIN);
        }
        target.answered();
        return failures.isEmpty()
                ? Optional.empty()
                : tries.failed(failures.stream().allMatch(tools.targets()::mayPass));
    }

    private void explain() throws InterruptedException {
        if (!tools.patience().ask(() -> tools.runs().explain(hold(), "looking at the postchecks"))) {
            throw new Fenced(hold());
        }
    }

    private static Leaving handedOver(String why) {
        return new Leaving.Requeued(Direction.FORWARD, why, List.of());
    }

    private Hold hold() {
        return inHand.hold();
    }
}
