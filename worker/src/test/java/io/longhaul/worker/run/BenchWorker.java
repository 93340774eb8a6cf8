package io.longhaul.worker.run;

import io.longhaul.common.board.redisson.RedissonTaskBoard;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.lease.redisson.RedissonHeartbeat;
import io.longhaul.common.lease.redisson.RedissonLock;
import io.longhaul.common.observe.Reachability;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Presence;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.worker.settle.Settling;
import io.longhaul.worker.start.Dependencies;
import io.longhaul.worker.start.Planning;
import io.longhaul.worker.start.StartChecks;
import io.longhaul.worker.start.Starter;
import io.longhaul.worker.target.Targets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The worker of a bench: what it carries runs out with, its heart and its signs of life. */
final class BenchWorker implements AutoCloseable {

    final StopSignal stop = new StopSignal();
    final Patience patience;
    final WorkerGuard guard;
    final Targets targets;
    final Execution execution;
    private final Lifeline lifeline;
    private final RedissonConnection redis;
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor();

    /** {@code hearing}: by which way the watch over statements hears of wishes. */
    BenchWorker(
            JdbiStore store,
            ServiceUrl redisAt,
            BenchTargets reached,
            Function<Supplier<Wish>, Supplier<Wish>> hearing,
            Supplier<Duration> rollbackTimeout,
            Presence.Member self) {
        redis = new RedissonConnection(redisAt, Bench.TIMERS, System::nanoTime);
        lifeline = store.lifeline();
        Reachability postgresql = new Reachability(
                "postgresql", "the bench waits", LoggerFactory.getLogger(Bench.class), System::nanoTime);
        SelfFence fence = new SelfFence(Bench.TIMERS.selfFence(), System::nanoTime);
        Heart heart =
                new Heart(lifeline, Bench.TIMERS.heartbeat(), fence, postgresql, System::nanoTime, stop, () -> {});
        patience = new Patience(stop, postgresql);
        guard = new WorkerGuard(fence, stop, heart::wish, patience);
        targets = reached.toWorkOn(guard);
        RedissonLock lock = new RedissonLock(redis);
        Signs signs = new Signs(
                self,
                lock,
                new RedissonHeartbeat(redis, Bench.TIMERS),
                new RedissonTaskBoard(redis),
                store.presence(),
                Bench.TIMERS.heartbeat(),
                Map.of(),
                stop);
        Tools tools = new Tools(
                targets,
                store.runs(),
                store.journal(),
                new Settling(System::nanoTime),
                fence,
                new StatementWatch(watching, hearing.apply(heart::wish), System::nanoTime),
                patience,
                stop,
                heart::wish,
                any -> new Tools.Limits(true, 5, rollbackTimeout.get()),
                reached::toLookAt,
                Duration.ofMillis(500),
                System::nanoTime);
        LockWait lockWait = new LockWait(
                lock, Bench.TIMERS.lockLease(), store.runs(), store.events(), patience, stop, System::nanoTime);
        Dependencies dependencies = new Dependencies(
                earlier -> patience.ask(() -> store.runs().newest(earlier)), earlier -> Optional.empty());
        Starter starter = new Starter(
                new StartChecks(targets, reached::toLookAt, Optional.empty(), dependencies, Map.of()),
                new Planning(targets));
        execution = new Execution(store.runs(), starter, tools, lockWait, heart, signs, patience);
        inTheBackground(heart);
        inTheBackground(signs);
    }

    private static void inTheBackground(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        stop.give();
        watching.shutdownNow();
        targets.close();
        lifeline.close();
        redis.close();
    }
}
