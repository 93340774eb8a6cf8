package io.longhaul.worker.rebuild;

import io.longhaul.common.plan.BuiltIn;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Progress.Doing;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.store.Checkpoints;
import io.longhaul.common.store.Chunks;
import io.longhaul.common.store.CleanUps;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.OwnTarget;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.throttle.Throttle;
import io.longhaul.worker.throttle.Watch;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The built-in operations of a worker, carried out as if they were statements. What they send carries their run and
 * epoch, so that settling finds it on ClickHouse.
 */
public final class RebuildTarget extends OwnTarget {

    /** Where what a rebuild is and does is kept. */
    public record Store(Chunks chunks, Checkpoints checkpoints, CleanUps cleanUps) {}

    private final Supplier<Target> connections;
    private final Store store;
    private final Guard guard;
    private final Throttle throttle;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Map<QueryId, AtWork> atWork = new ConcurrentHashMap<>();

    /**
     * For one worker.
     *
     * @param connections opens a connection to ClickHouse; each lane has one of its own
     */
    public RebuildTarget(
            Supplier<Target> connections,
            Store store,
            Guard guard,
            Throttle throttle,
            LongSupplier nanoTime,
            Clock clock) {
        this.connections = connections;
        this.store = store;
        this.guard = guard;
        this.throttle = throttle;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    @Override
    public Outcome execute(TargetStatement statement) {
        Optional<BuiltIn> builtIn = BuiltIn.read(statement.sql());
        if (builtIn.isEmpty()) {
            return new Outcome.Failed(new Failure(
                    "rebuild",
                    "unknown",
                    "this worker is too old for this operation; the worker that began the run knew it"));
        }
        String table = builtIn.get().rebuild().table();
        String building = new Names(table, statement.query()).buildingPrefix();
        try (Target looking = connections.get();
                Watch watch = throttle.over(table, building)) {
            watch.begin();
            AtWork work = new AtWork(
                    new InFlight(looking, nanoTime),
                    new Tally(nanoTime),
                    new BlindSpot(nanoTime),
                    watch,
                    nanoTime.getAsLong());
            atWork.put(statement.query(), work);
            try {
                return carryOut(builtIn.get(), statement.query(), work);
            } finally {
                atWork.remove(statement.query());
            }
        }
    }

    private Outcome carryOut(BuiltIn builtIn, QueryId attempt, AtWork work) {
        List<Target> targets = new ArrayList<>();
        Guard unlessBlind = work.blindSpot().over(guard);
        try {
            AtomicLong numbers = new AtomicLong();
            Target own = connections.get();
            targets.add(own);
            Sender sender = new Sender(own, attempt, numbers, unlessBlind, work.inFlight());
            long cores = Part.number(sender.row("SELECT getSetting('max_threads') AS cores", Map.of()), "cores");
            List<Sender> lanes = new ArrayList<>();
            for (int lane = 0; lane < Math.max(1, cores); lane++) {
                Target target = connections.get();
                targets.add(target);
                lanes.add(new Sender(target, attempt, numbers, unlessBlind, work.inFlight()));
            }
            Books books = new Books(attempt, store, guard);
            ChunkPace pace = new ChunkPace(nanoTime, work.watch(), guard, lanes.size());
            try (Lanes together = new Lanes(lanes, guard, pace)) {
                Job job = new Job(
                        builtIn.rebuild(), attempt, sender, books, together, guard, work.tally(), work.blindSpot());
                long rows = builtIn.verb() == BuiltIn.Verb.REBUILD
                        ? new Rebuild(job, clock).carryOut()
                        : new Reversal(job).carryOut();
                return new Outcome.Returned(rows);
            }
        } catch (BrokenOff asked) {
            return new Outcome.BrokenOff();
        } catch (Broken broken) {
            return broken.outcome();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return new Outcome.BrokenOff();
        } finally {
            targets.forEach(Target::close);
        }
    }

    @Override
    public Optional<Running> running(QueryId query) {
        return Optional.ofNullable(atWork.get(query)).map(work -> work.running(nanoTime));
    }

    @Override
    public List<QueryId> running(String prefix) {
        return atWork.keySet().stream()
                .filter(query -> query.value().startsWith(prefix))
                .toList();
    }

    /** Who watches over a statement asks again as long as it is to end. */
    @Override
    public void kill(QueryId query) {
        AtWork work = atWork.get(query);
        if (work != null && !work.blindSpot().isOpen()) {
            work.inFlight().kill();
        }
    }

    /** A rebuild that is going on. */
    private record AtWork(InFlight inFlight, Tally tally, BlindSpot blindSpot, Watch watch, long begunAt) {

        Running running(LongSupplier nanoTime) {
            long done = tally.rowsDone() + inFlight.rowsDone();
            return new Running(
                    done,
                    Math.max(done, tally.rowsExpected()),
                    done,
                    true,
                    Duration.ofNanos(nanoTime.getAsLong() - begunAt),
                    Optional.of(new Doing(tally.step(), tally.isPaced() ? watch.heldBack() : Optional.empty())));
        }
    }
}
