package io.longhaul.worker.prove;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.RunRequest;
import io.longhaul.common.store.Takeovers;
import io.longhaul.common.store.Takeovers.Owned;
import io.longhaul.common.store.Takeovers.Verdict;
import io.longhaul.common.store.Verdicts;
import io.longhaul.worker.prove.Round.Person;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One run from its request to its end, with whatever happens to it on the way. */
final class Trial {

    private static final By SOMEBODY = new By("prove", "");
    private static final Failure DEAD = new Failure("longhaul", "worker-lost", "killed by prove");

    private final Workplace workplace;
    private final RunId run;
    private final Optional<Round> round;
    private final Fate fate;
    private RunState due;
    private boolean asked;
    private boolean back;
    private boolean told;

    private Trial(Workplace workplace, RunId run, Optional<Round> round, boolean back) {
        this.workplace = workplace;
        this.run = run;
        this.round = round;
        this.back = back;
        this.fate = new Fate(run, round);
        this.due = round.filter(disturbed -> disturbed.phase() == Phase.FAILURE).isPresent()
                ? RunState.ROLLED_BACK
                : RunState.SUCCEEDED;
    }

    /**
     * How it ended.
     *
     * @param state where it stands
     * @param due where it should, by the rules
     * @param reason why it stands there, where the state alone does not say
     * @param fulfilled what was to happen to it has happened
     * @param caught each statement that was to be caught running was
     */
    record End(RunId run, RunState state, RunState due, Optional<String> reason, boolean fulfilled, boolean caught) {}

    /** Looks at what a run has done, before it is taken back. */
    interface OnSuccess {
        void look() throws InterruptedException;
    }

    /**
     * Runs it.
     *
     * @param back take it back once it has succeeded
     * @param onSuccess is called each time it has succeeded
     */
    static End of(
            Workplace workplace,
            MigrationId migration,
            Map<String, String> parameters,
            Optional<Round> round,
            boolean back,
            OnSuccess onSuccess)
            throws InterruptedException {
        RunRequest request = new RunRequest(migration, parameters, "prove", Optional.empty());
        if (!(workplace.store.runs().enqueue(request) instanceof Enqueued.New fresh)) {
            throw new IllegalStateException("a run of %s could not be asked for".formatted(migration));
        }
        boolean goesBack = back
                || round.filter(disturbed -> disturbed.phase() == Phase.ROLLBACK)
                        .isPresent();
        return new Trial(workplace, fresh.run().id(), round, goesBack).end(onSuccess);
    }

    private End end(OnSuccess onSuccess) throws InterruptedException {
        while (true) {
            try {
                workplace.workOn(run, fate);
            } catch (Death death) {
                takeOver();
            }
            Run now = workplace.store.runs().find(run).orElseThrow();
            if (now.state() == RunState.SUCCEEDED) {
                onSuccess.look();
            }
            if (now.state() != RunState.QUEUED && !somebodyActs(now.state())) {
                boolean fulfilled = round.isEmpty() || round.get().phase() == Phase.FAILURE || fate.isFulfilled();
                return new End(run, now.state(), due, now.reason(), fulfilled, fate.wasCaught());
            }
        }
    }

    /** As the reaper does, without its wait: here nobody doubts that the worker is dead. */
    private void takeOver() {
        Takeovers takeovers = workplace.store.takeovers();
        while (true) {
            Owned lost = takeovers.owned().stream()
                    .filter(owned -> owned.run().id().equals(run))
                    .findFirst()
                    .orElseThrow();
            Verdict verdict = Verdicts.of(lost);
            if (verdict instanceof Verdict.Queue queue) {
                due = queue.direction() == Direction.FORWARD ? RunState.SUCCEEDED : RunState.ROLLED_BACK;
                verdict = new Verdict.Queue(queue.direction(), Duration.ZERO);
            }
            asked = verdict instanceof Verdict.Ask;
            if (takeovers.takeOver(lost, verdict, DEAD, "prove")) {
                return;
            }
        }
    }

    /** What people do, where it is theirs to do something: asked by the rules, or by the round. */
    private boolean somebodyActs(RunState state) {
        if (state == RunState.SUCCEEDED && back) {
            back = false;
            return rollsBack();
        }
        if (state != RunState.FAILED || round.isEmpty()) {
            return false;
        }
        if (asked) {
            asked = false;
            return round.get().person() == Person.RESUMES ? resumes() : rollsBack();
        }
        // A failure goes back by itself, but for an operation that keeps its work: then somebody has to say so.
        boolean failedAsItWasTo = round.get().phase() == Phase.FAILURE && !told;
        told = true;
        return failedAsItWasTo && rollsBack();
    }

    private boolean resumes() {
        due = RunState.SUCCEEDED;
        workplace.store.controls().resume(run, SOMEBODY);
        return isQueued();
    }

    private boolean rollsBack() {
        due = RunState.ROLLED_BACK;
        workplace.store.controls().rollBack(run, SOMEBODY);
        return isQueued();
    }

    private boolean isQueued() {
        return workplace.store.runs().find(run).orElseThrow().state() == RunState.QUEUED;
    }
}
