package io.longhaul.worker.run;

import io.longhaul.common.board.Task;
import io.longhaul.common.board.TaskBoard;
import io.longhaul.common.lease.Heartbeat;
import io.longhaul.common.lease.Heartbeat.Beat;
import io.longhaul.common.lease.Heartbeat.Status;
import io.longhaul.common.lease.Lock;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Presence;
import io.longhaul.common.store.Presence.Health;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.StoreUnavailable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What others see of this worker: its heartbeat and lock in Redis, the task on the board, its row among the processes.
 * On a thread of its own, so that a Redis that hangs never holds up the heart. None of it decides anything.
 */
public final class Signs implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Signs.class);

    private final Member member;
    private final Lock lock;
    private final Heartbeat heartbeat;
    private final TaskBoard board;
    private final Presence presence;
    private final Duration interval;
    private final Map<Service, BooleanSupplier> services;
    private final StopSignal stop;
    private final Semaphore nudges = new Semaphore(0);
    private volatile @Nullable RunInHand inHand;
    private volatile boolean redisAnswers = true;
    private Optional<Hold> lockWanted = Optional.empty();
    private volatile @Nullable Task unposted;
    private boolean lockLost;
    private long count;

    /** {@code services} says how each service beside PostgreSQL and Redis was last found. */
    public Signs(
            Member member,
            Lock lock,
            Heartbeat heartbeat,
            TaskBoard board,
            Presence presence,
            Duration interval,
            Map<Service, BooleanSupplier> services,
            StopSignal stop) {
        this.member = member;
        this.lock = lock;
        this.heartbeat = heartbeat;
        this.board = board;
        this.presence = presence;
        this.interval = interval;
        this.services = Map.copyOf(services);
        this.stop = stop;
    }

    /** Shows a run as this worker's, at once. */
    void show(RunInHand run) {
        inHand = run;
        nudges.release();
    }

    /** The lock is ours from now on: take it again whenever Redis has lost it. */
    synchronized void keepLock(Hold hold) {
        lockWanted = Optional.of(hold);
    }

    /** Gives the lock back, and does not take it again. */
    synchronized void releaseLock() {
        lockWanted = Optional.empty();
        lock.release();
    }

    /** Shows how a run ended, now or as soon as Redis is there. */
    void showEnd(Task ended) {
        inHand = null;
        unposted = ended;
        nudges.release();
    }

    @Override
    public void run() {
        try {
            while (!stop.isGiven()) {
                show();
                nudges.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
                nudges.drainPermits();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says that the worker has ended by itself, in good order. */
    public void farewell() {
        Task last = unposted;
        if (last != null) {
            board.post(last);
        }
        heartbeat.send(beat(Status.STOPPED));
        tell(() -> presence.leave(member.id()));
    }

    private void show() {
        redisAnswers = heartbeat.send(beat(inHand == null ? Status.IDLE : Status.RUNNING));
        if (redisAnswers) {
            keepTheLock();
            post();
        }
        tell(() -> presence.beat(member.id(), health()));
    }

    private void post() {
        Task ended = unposted;
        if (ended != null && board.post(ended)) {
            unposted = null;
        }
        RunInHand run = inHand;
        if (run != null) {
            board.post(run.task());
        }
    }

    private synchronized void keepTheLock() {
        if (lockWanted.isEmpty()) {
            return;
        }
        Lock.Answer answer = lock.take(lockWanted.get());
        if (answer == Lock.Answer.TAKEN && !lockLost) {
            log.atWarn().log("the lock was lost and another worker has it; the epoch in PostgreSQL decides");
        }
        lockLost = answer == Lock.Answer.TAKEN;
    }

    private Beat beat(Status status) {
        RunInHand run = inHand;
        return new Beat(
                new WorkerId(member.id()),
                member.host(),
                member.pid(),
                status,
                run == null ? Optional.empty() : Optional.of(run.hold()),
                count++);
    }

    private Map<Service, Health> health() {
        Map<Service, Health> health = new EnumMap<>(Service.class);
        health.put(Service.REDIS, redisAnswers ? Health.OK : Health.AWAY);
        services.forEach(
                (service, reachable) -> health.put(service, reachable.getAsBoolean() ? Health.OK : Health.AWAY));
        return health;
    }

    private static void tell(Runnable word) {
        try {
            word.run();
        } catch (StoreUnavailable away) {
            log.atDebug().setCause(away).log("presence not stored; the next beat will be");
        }
    }
}
