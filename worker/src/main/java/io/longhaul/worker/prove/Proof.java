package io.longhaul.worker.prove;

import io.longhaul.common.config.Timers;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.common.version.VersionRange;
import io.longhaul.worker.prove.Report.Result;
import io.longhaul.worker.prove.Report.Tried;
import io.longhaul.worker.prove.Trial.End;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Runs a migration once undisturbed, once more to see what is the same twice, and once for each disturbance, and holds
 * what is in the databases then against what should be. For one thread.
 */
public final class Proof {

    /** Times that a database writes down have the second for their smallest unit, as a rule. */
    private static final Duration CLOCK_STEP = Duration.ofMillis(1100);

    private static final String NOT_TWICE = "it does not work twice on the same data: correct that first";
    private static final String UNDISTURBED = "undisturbed";
    private static final String AT_FIRST = "at first";

    private final Task task;
    private final Definition definition;
    private final Grounds grounds;
    private final Workplace workplace;
    private final Audience audience;
    private final LongSupplier nanoTime;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Tried> tried = new ArrayList<>();
    private int tooQuick;

    private Proof(Task task, Definition definition, Grounds grounds, Workplace workplace, Audience audience) {
        this.task = task;
        this.definition = definition;
        this.grounds = grounds;
        this.workplace = workplace;
        this.audience = audience;
        this.nanoTime = workplace.nanoTime;
    }

    /**
     * What came of it; the databases are empty again.
     *
     * @throws Refused when there can be no proof, with every reason
     * @throws TargetRefused when a database does not answer
     * @throws StoreUnavailable the same
     */
    public static Report of(Task task, Audience audience, LongSupplier nanoTime) throws InterruptedException {
        try (Grounds grounds = new Grounds(task)) {
            grounds.take(audience);
            try {
                return prove(task, grounds, audience, nanoTime);
            } finally {
                giveBack(grounds, audience);
            }
        }
    }

    private static Report prove(Task task, Grounds grounds, Audience audience, LongSupplier nanoTime)
            throws InterruptedException {
        Definition definition = withoutSurroundings(task.definition());
        try (JdbiStore store = JdbiStore.pooled(task.place().postgres(), Timers.DEFAULTS, "longhaul-worker prove")) {
            store.migrate();
            try (Workplace workplace =
                    new Workplace(task.place(), store, definition, new Borders(grounds.databases()), nanoTime)) {
                return new Proof(task, definition, grounds, workplace, audience).report();
            }
        }
    }

    private static void giveBack(Grounds grounds, Audience audience) {
        try {
            grounds.giveBack();
        } catch (TargetRefused away) {
            audience.hear("the databases could not be emptied (%s); the next proof there needs --clean"
                    .formatted(away.failure()));
        }
    }

    /** What an installation must be like, and what must have been done on it, is not to be proved here. */
    private static Definition withoutSurroundings(Definition whole) {
        Migration said = whole.migration();
        Migration alone = new Migration(
                said.id(),
                said.description(),
                VersionRange.ANY,
                List.of(),
                List.of(),
                said.parameters(),
                said.required(),
                said.prechecks(),
                said.healthchecks(),
                said.operations(),
                said.postchecks(),
                said.progress());
        return new Definition(alone, whole.checksum(), whole.source(), whole.functions());
    }

    private Report report() throws InterruptedException {
        long began = nanoTime.getAsLong();
        grounds.reset();
        Sight before = look();
        List<Sight> ends = new ArrayList<>();
        End end = trial(Optional.empty(), false, ends);
        Plan plan = undisturbed(end);
        if (end.state() != RunState.SUCCEEDED) {
            findings.add(failing(end, "the migration does not work on what the setup makes: correct one of them"));
            return report(plan, Unsteady.none());
        }
        boolean another = nanoTime.getAsLong() - began > CLOCK_STEP.toNanos();
        grounds.reset();
        Sight beforeAgain = look();
        boolean back = Rounds.canBeTakenBack(plan);
        End again = trial(Optional.empty(), back, ends);
        if (ends.size() < 2) {
            findings.add(failing(again, NOT_TWICE));
            return report(plan, Unsteady.none());
        }
        Unsteady unsteady = Unsteady.none().and(before, beforeAgain).and(ends.get(0), ends.get(1));
        Optional<Sight> takenBack = back ? Optional.of(look()) : Optional.empty();
        List<Ended> ended = disturb(plan);
        if (!another) {
            // Meanwhile the clock has gone on: in what both runs wrote down at one time, the same time is no proof.
            while (nanoTime.getAsLong() - began < CLOCK_STEP.toNanos()) {
                workplace.stop.await(CLOCK_STEP.dividedBy(10));
            }
            grounds.reset();
            unsteady = unsteady.and(before, look());
            End later = trial(Optional.empty(), false, ends);
            if (later.state() != RunState.SUCCEEDED) {
                findings.add(failing(later, NOT_TWICE));
                return report(plan, unsteady);
            }
            unsteady = unsteady.and(ends.get(0), ends.get(ends.size() - 1));
        }
        List<Sight> starts = new ArrayList<>(List.of(before));
        if (takenBack.isPresent() && !isTakenBack(again, takenBack.get(), before, unsteady)) {
            starts.add(takenBack.get());
        }
        for (Ended one : ended) {
            judge(plan, one, ends.get(0), starts, unsteady);
        }
        return report(plan, unsteady);
    }

    private Plan undisturbed(End end) {
        Optional<Plan> plan = workplace.store.runs().plan(end.run());
        if (plan.isEmpty()) {
            throw new Refused(
                    end.state() == RunState.NOT_REQUIRED
                            ? "there is nothing to run: %s; let the setup make something to do"
                                    .formatted(end.reason().orElse("not required"))
                            : "the run is refused: %s; correct that, or the setup"
                                    .formatted(end.reason().orElse(end.state().words())));
        }
        return plan.get();
    }

    private static Finding failing(End end, String advice) {
        return new Finding(Optional.empty(), Optional.empty(), end.state(), end.due(), end.reason(), List.of(), advice);
    }

    /** Whether all is as it was at first; where it is not, that is found once, not in each round. */
    private boolean isTakenBack(End end, Sight after, Sight before, Unsteady unsteady) {
        List<String> differences = end.state() == end.due() ? after.differences(before, AT_FIRST, unsteady) : List.of();
        if (end.state() == end.due() && differences.isEmpty()) {
            return true;
        }
        findings.add(
                new Finding(
                        Optional.empty(),
                        Optional.empty(),
                        end.state(),
                        end.due(),
                        end.reason(),
                        differences,
                        "correct the rollbacks, which together are to bring back what was there; or mark what cannot be taken back as irreversible"));
        return false;
    }

    /** What all rounds have come to. What that is worth is known only when it is known what is the same twice. */
    private List<Ended> disturb(Plan plan) throws InterruptedException {
        long began = nanoTime.getAsLong();
        List<Round> rounds = Rounds.of(plan, workplace.calls(), task.twice());
        List<Ended> ended = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            audience.reached(i, rounds.size(), left(i, rounds.size(), began));
            grounds.reset();
            ended.add(disturb(rounds.get(i)));
        }
        audience.reached(rounds.size(), rounds.size(), Optional.of(Duration.ZERO));
        return ended;
    }

    /** A round that is over; what was there then where it ended as it was due. */
    private record Ended(Round round, End end, List<String> leftRunning, Optional<Sight> sight) {}

    private Optional<Duration> left(int over, int all, long began) {
        return over == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos((nanoTime.getAsLong() - began) / over * (all - over)));
    }

    private Ended disturb(Round round) throws InterruptedException {
        End end = trial(Optional.of(round), false, new ArrayList<>());
        List<String> left = grounds.leftRunning(end.run(), workplace.stop);
        return new Ended(round, end, left, end.state() == end.due() ? Optional.of(look()) : Optional.empty());
    }

    private void judge(Plan plan, Ended ended, Sight succeeded, List<Sight> starts, Unsteady unsteady) {
        Round round = ended.round();
        End end = ended.end();
        tooQuick += end.caught() ? 0 : 1;
        List<String> differences = new ArrayList<>(ended.leftRunning());
        ended.sight()
                .map(sight -> end.state() == RunState.SUCCEEDED
                        ? sight.differences(succeeded, UNDISTURBED, unsteady)
                        : fromAny(sight, starts, unsteady))
                .ifPresent(differences::addAll);
        boolean good = end.state() == end.due() && differences.isEmpty();
        if (!good) {
            PlannedOperation operation = plan.operations().get(round.point().operation() - 1);
            findings.add(new Finding(
                    Optional.of(round),
                    Optional.of(operation),
                    end.state(),
                    end.due(),
                    end.reason(),
                    differences,
                    Advice.on(round, operation, hasDone(plan, operation), end.due())));
        }
        tried.add(new Tried(round, !good ? Result.FAILED : end.fulfilled() ? Result.OK : Result.NOT_SENT));
    }

    /** None where it is as it was at first, or as it is after a rollback that nothing disturbed. */
    private static List<String> fromAny(Sight sight, List<Sight> starts, Unsteady unsteady) {
        List<String> first = sight.differences(starts.get(0), AT_FIRST, unsteady);
        return starts.stream()
                        .anyMatch(start ->
                                sight.differences(start, AT_FIRST, unsteady).isEmpty())
                ? List.of()
                : first;
    }

    private static boolean hasDone(Plan plan, PlannedOperation operation) {
        return plan.operations().stream()
                .anyMatch(other ->
                        other.name().equals(operation.name()) && other.done().isPresent());
    }

    private End trial(Optional<Round> round, boolean back, List<Sight> ends) throws InterruptedException {
        return Trial.of(
                workplace,
                definition.migration().id(),
                task.parameters(),
                round,
                back,
                round.isPresent() ? () -> {} : () -> ends.add(look()));
    }

    private Sight look() throws InterruptedException {
        return grounds.look(workplace.stop);
    }

    private Report report(Plan plan, Unsteady unsteady) {
        List<String> notes = new ArrayList<>(unsteady.sentences());
        if (tooQuick > 0) {
            notes.add(
                    "in %d of %d runs the statement ended before it could be caught running; 'during' is then right after it"
                            .formatted(tooQuick, tried.size()));
        }
        long unreached = tried.stream()
                .filter(one -> one.result() == Result.NOT_SENT
                        && one.round().point().call().isPresent())
                .count();
        if (unreached > 0) {
            notes.add("in %d of %d runs what was to happen inside of an operation did not come to pass"
                    .formatted(unreached, tried.size()));
        }
        if (!Rounds.canBeTakenBack(plan)) {
            notes.add("what is irreversible was not taken back");
        }
        return new Report(definition.migration().id(), plan.operations(), tried, findings, notes);
    }
}
