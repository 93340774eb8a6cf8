package io.longhaul.worker.settle;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears a target of what this run left on it, before anything else is done there: statements still running are waited
 * for or killed, staging tables dropped. A target that does not answer is waited for, however long that takes.
 */
public final class Settling {

    private static final Logger log = LoggerFactory.getLogger(Settling.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** How long a killed statement may take to be gone. */
    private static final Duration BOUND = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;

    public Settling(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Returns when nothing of this run up to this epoch is left.
     *
     * @param targets that the run works on
     * @param adoptable statements that are waited for instead of killed
     * @param patience waits; answers true when the wait must end because the worker ends or something else is asked of
     *     the run
     * @return a failure when a killed statement would not go; {@link Settled#INTERRUPTED} when the patience ended
     */
    public Settled clear(Hold hold, List<Target> targets, Predicate<QueryId> adoptable, Patience patience)
            throws InterruptedException {
        return quiet(
                () -> running(hold, targets, hold.epoch().value()),
                adoptable,
                () -> targets.forEach(target -> dropStaging(hold, target)),
                patience);
    }

    /** The same for statements of older epochs alone: one may have arrived since, late. Staging tables stay. */
    public Settled silenceOlder(Hold hold, List<Target> targets, Patience patience) throws InterruptedException {
        return quiet(() -> running(hold, targets, hold.epoch().value() - 1), query -> false, () -> {}, patience);
    }

    private Settled quiet(Supplier<List<Left>> look, Predicate<QueryId> adoptable, Runnable then, Patience patience)
            throws InterruptedException {
        long killedAt = 0;
        boolean killed = false;
        while (true) {
            try {
                List<Left> running = look.get();
                if (running.isEmpty()) {
                    then.run();
                    patience.answered();
                    return Settled.CLEAR;
                }
                for (Left left : running) {
                    if (!adoptable.test(left.query())) {
                        if (!killed) {
                            log.atInfo()
                                    .addKeyValue("query", left.query())
                                    .log("killing a statement that an earlier try left");
                            killed = true;
                            killedAt = nanoTime.getAsLong();
                        }
                        left.on().kill(left.query());
                    }
                }
                patience.answered();
            } catch (TargetRefused away) {
                log.atDebug().setCause(away).log("target does not answer; looking again");
                // Nobody saw the statement refuse to go while nobody could look.
                killed = false;
                patience.refused(away.failure());
            }
            if (killed && nanoTime.getAsLong() - killedAt > BOUND.toNanos()) {
                return Settled.STUCK;
            }
            if (patience.await(LOOK)) {
                return Settled.INTERRUPTED;
            }
        }
    }

    private static List<Left> running(Hold hold, List<Target> targets, long latestEpoch) {
        return targets.stream()
                .flatMap(target -> running(hold, target, latestEpoch).stream())
                .toList();
    }

    /**
     * A statement that runs may keep the fence from being raised: then it is found, and killed. Without a fence,
     * nothing found is no proof that nothing will come.
     */
    private static List<Left> running(Hold hold, Target target, long latestEpoch) {
        Optional<TargetRefused> unfenced = fence(hold, target);
        List<Left> running = target.running(QueryId.prefix(hold.run())).stream()
                .filter(query -> query.epoch() <= latestEpoch)
                .map(query -> new Left(target, query))
                .toList();
        if (running.isEmpty() && unfenced.isPresent()) {
            throw unfenced.get();
        }
        return running;
    }

    private static Optional<TargetRefused> fence(Hold hold, Target target) {
        try {
            target.fence(hold);
            return Optional.empty();
        } catch (TargetRefused held) {
            return Optional.of(held);
        }
    }

    private static void dropStaging(Hold hold, Target target) {
        int number = 0;
        for (String table : target.tables(StagingTables.prefix(hold))) {
            if (StagingTables.isOurs(table, hold)) {
                number++;
                drop(hold, target, table, number);
            }
        }
    }

    /** Safe to repeat, and no later epoch has a table of this name: needs no journal. */
    private static void drop(Hold hold, Target target, String table, int number) {
        Outcome outcome = target.execute(new TargetStatement(
                QueryId.of(hold.run(), 0, number, hold.epoch()),
                "DROP TABLE IF EXISTS %s SYNC".formatted(target.quoted(table)),
                Map.of()));
        failure(outcome).ifPresent(failure -> {
            throw new TargetRefused(failure);
        });
    }

    private static Optional<Failure> failure(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return Optional.of(failed.failure());
        }
        return outcome instanceof Outcome.Lost lost ? Optional.of(lost.failure()) : Optional.empty();
    }

    /** A statement that an earlier try left, and where. */
    private record Left(Target on, QueryId query) {}

    /** What came of it. */
    public enum Settled {
        /** Nothing is left. */
        CLEAR,
        /** A killed statement would not go within the bound. */
        STUCK,
        /** The wait was ended. */
        INTERRUPTED
    }

    /** Waits between two looks, and hears what came of each. */
    public interface Patience {

        /** True when there must be no further look. */
        boolean await(Duration atMost) throws InterruptedException;

        /** The target answered, and said yes. */
        void answered() throws InterruptedException;

        /** It did not answer, or said no; it will be asked again. */
        void refused(Failure failure) throws InterruptedException;
    }
}
