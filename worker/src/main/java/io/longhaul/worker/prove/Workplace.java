package io.longhaul.worker.prove;

import io.longhaul.common.config.Durations;
import io.longhaul.common.config.Timers;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.observe.Reachability;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Checkpoints;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Claimant;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Settings.Name;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.worker.rebuild.Guard;
import io.longhaul.worker.rebuild.RebuildTarget;
import io.longhaul.worker.run.Execution;
import io.longhaul.worker.run.Heart;
import io.longhaul.worker.run.LockWait;
import io.longhaul.worker.run.Patience;
import io.longhaul.worker.run.SelfFence;
import io.longhaul.worker.run.Signs;
import io.longhaul.worker.run.StatementWatch;
import io.longhaul.worker.run.StopSignal;
import io.longhaul.worker.run.Tools;
import io.longhaul.worker.run.WorkerGuard;
import io.longhaul.worker.settle.Settling;
import io.longhaul.worker.start.Dependencies;
import io.longhaul.worker.start.Planning;
import io.longhaul.worker.start.StartChecks;
import io.longhaul.worker.start.Starter;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.java.JavaTarget;
import io.longhaul.worker.throttle.Limits;
import io.longhaul.worker.throttle.Throttle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/** What workers consist of, for many of them, one after another, without Redis and RabbitMQ. */
final class Workplace implements AutoCloseable {

    private static final Timers TIMERS = Timers.DEFAULTS;
    private static final Duration UNDER_WAY = Duration.ofMillis(500);
    private static final Duration GLANCE = Duration.ofSeconds(5);

    /** The names of old tables have a day in them. */
    private static final Clock ONE_DAY = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    final JdbiStore store;
    final StopSignal stop = new StopSignal();
    final LongSupplier nanoTime;
    private final Place place;
    private final Definition definition;
    private final Lifeline lifeline;
    private final SelfFence fence;
    private final Heart heart;
    private final Patience patience;
    private final Guard guard;
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(Workplace::daemon);
    private final MortalTarget.Known known;
    private final Kept kept = new Kept();
    private int workers;

    /** Longhaul's tables must be there. */
    Workplace(Place place, JdbiStore store, Definition definition, Borders borders, LongSupplier nanoTime) {
        known = new MortalTarget.Known(new Halfway(), new Calls(), borders);
        this.place = place;
        this.store = store;
        this.definition = definition;
        this.nanoTime = nanoTime;
        lifeline = store.lifeline();
        Reachability postgres =
                new Reachability("postgresql", "waiting for it", LoggerFactory.getLogger(Workplace.class), nanoTime);
        fence = new SelfFence(TIMERS.selfFence(), nanoTime);
        heart = new Heart(lifeline, TIMERS.heartbeat(), fence, postgres, nanoTime, stop, () -> {});
        patience = new Patience(stop, postgres);
        guard = new WorkerGuard(fence, stop, heart::wish, patience);
        Member first = member(new WorkerId("w-prove"));
        store.presence().arrive(first);
        store.catalog().register(new WorkerId(first.id()), List.of(definition));
        daemon(heart).start();
    }

    /** A new worker claims the run and carries it out until it lets go of it, or dies. */
    void workOn(RunId run, Fate fate) throws InterruptedException {
        workers++;
        WorkerId worker = new WorkerId("w-prove-%d".formatted(workers));
        Claimant claimant = new Claimant(worker, definition.checksum(), TIMERS.heartbeat(), TIMERS.deadAfter());
        int dispatch = store.runs().find(run).orElseThrow().dispatch();
        if (!(store.runs().claim(run, dispatch, claimant) instanceof Claim.Claimed claimed)) {
            throw new IllegalStateException("run %s could not be claimed".formatted(run));
        }
        fate.born();
        try (Targets targets = targets(fate)) {
            execution(worker, targets).carryOut(claimed, definition);
        }
    }

    /** What functions and built-in operations did in the runs that nothing has disturbed. */
    Calls calls() {
        return known.calls();
    }

    private Targets targets(Fate fate) {
        Targets databases =
                place.targets(kept, (engine, real) -> new MortalTarget(engine, real, fate, known, nanoTime));
        Checkpoints checkpoints = new MortalCheckpoints(store.checkpoints(), fate, known.calls());
        Map<Engine, Target> all = new EnumMap<>(databases.byEngine());
        all.put(
                Engine.JAVA,
                new MortalTarget(
                        Engine.JAVA,
                        new JavaTarget(definition.functions(), databases, checkpoints, fence::isOpen, nanoTime),
                        fate,
                        known,
                        nanoTime));
        builtIn(fate).ifPresent(target -> all.put(Engine.BUILT_IN, target));
        return new Targets(all);
    }

    /** Nothing is held back here: how gentle a rebuild is has nothing to do with how it ends. */
    private Optional<Target> builtIn(Fate fate) {
        Inside inside = new Inside();
        return place.toClickHouse(kept)
                .map(connect -> MortalTarget.ofBuiltIn(
                        new RebuildTarget(
                                () -> MortalTarget.within(connect.get(), inside, fate, known, nanoTime),
                                new RebuildTarget.Store(store.chunks(), store.checkpoints(), store.cleanUps()),
                                guard,
                                new Throttle(
                                        () -> Limits.NONE,
                                        place.toLookAtClickHouse(kept, GLANCE).orElseThrow(),
                                        nanoTime),
                                nanoTime,
                                ONE_DAY),
                        inside,
                        fate,
                        known,
                        nanoTime));
    }

    private Targets looking(Duration timeout) {
        Targets databases = place.looking(kept, timeout);
        Map<Engine, Target> all = new EnumMap<>(databases.byEngine());
        all.put(Engine.JAVA, JavaTarget.readOnly(definition.functions(), databases, timeout, nanoTime));
        return new Targets(all);
    }

    private Execution execution(WorkerId worker, Targets targets) {
        OneProcess lock = new OneProcess();
        Tools tools = new Tools(
                targets,
                store.runs(),
                store.journal(),
                new Settling(nanoTime),
                fence,
                new StatementWatch(watching, heart::wish, nanoTime),
                patience,
                stop,
                heart::wish,
                any -> limits(),
                this::looking,
                UNDER_WAY,
                nanoTime);
        Signs signs = new Signs(
                member(worker), lock, beat -> true, task -> true, store.presence(), TIMERS.heartbeat(), Map.of(), stop);
        Dependencies none = new Dependencies(earlier -> Optional.empty(), earlier -> Optional.empty());
        return new Execution(
                store.runs(),
                new Starter(
                        new StartChecks(targets, this::looking, Optional.empty(), none, Map.of()),
                        new Planning(targets)),
                tools,
                new LockWait(lock, TIMERS.lockLease(), store.runs(), store.events(), patience, stop, nanoTime),
                heart,
                signs,
                patience);
    }

    /** As on an installation where nobody has set anything. */
    private static Tools.Limits limits() {
        return new Tools.Limits(
                Boolean.parseBoolean(Name.AUTO_ROLLBACK.preset()),
                Integer.parseInt(Name.MAX_ATTEMPTS.preset()),
                Durations.parse(Name.ROLLBACK_TIMEOUT.preset()));
    }

    private static Member member(WorkerId worker) {
        return new Member(
                worker.value(), Kind.WORKER, "prove", ProcessHandle.current().pid());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "longhaul-prove");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        stop.give();
        watching.shutdownNow();
        kept.close();
        lifeline.close();
    }
}
