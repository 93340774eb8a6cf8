package io.longhaul.worker.run;

import io.longhaul.common.lease.Lock;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.store.Events;
import io.longhaul.common.store.RunStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the courtesy lock, and says so where people look. A lock that outlives its lease in the hands of an owner
 * whose epoch is over is taken from it: such a worker lives, cut off from PostgreSQL, and would keep the lock for ever.
 * The epoch keeps it from doing harm.
 */
public final class LockWait {

    private static final Logger log = LoggerFactory.getLogger(LockWait.class);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Lock lock;
    private final Duration lease;
    private final RunStore runs;
    private final Events events;
    private final Patience patience;
    private final StopSignal stop;
    private final LongSupplier nanoTime;

    /** {@code lease} is how long Redis keeps the lock of a worker that is gone. */
    public LockWait(
            Lock lock,
            Duration lease,
            RunStore runs,
            Events events,
            Patience patience,
            StopSignal stop,
            LongSupplier nanoTime) {
        this.lock = lock;
        this.lease = lease;
        this.runs = runs;
        this.events = events;
        this.patience = patience;
        this.stop = stop;
        this.nanoTime = nanoTime;
    }

    /** True when we have the lock, false when the worker is told to end; throws {@link Fenced}. */
    boolean await(Hold hold) throws InterruptedException {
        Lock.Answer told = Lock.Answer.HELD;
        long takenSince = nanoTime.getAsLong();
        while (true) {
            Lock.Answer answer = lock.take(hold);
            if (answer == Lock.Answer.HELD) {
                return true;
            }
            if (answer != told) {
                told = answer;
                takenSince = nanoTime.getAsLong();
                explain(hold, answer);
            }
            boolean overdue = answer == Lock.Answer.TAKEN && nanoTime.getAsLong() - takenSince > lease.toNanos();
            if (overdue && forced(hold)) {
                continue;
            }
            if (stop.await(RETRY)) {
                return false;
            }
        }
    }

    private void explain(Hold hold, Lock.Answer answer) throws InterruptedException {
        String reason = answer == Lock.Answer.TAKEN
                ? "waiting for the lock in Redis, which another worker holds"
                : "waiting for Redis, which cannot be reached; starts by itself when it is back";
        log.atWarn().log(reason);
        if (!patience.ask(() -> runs.explain(hold, reason))) {
            throw new Fenced(hold);
        }
    }

    private boolean forced(Hold hold) throws InterruptedException {
        Optional<Hold> owner = lock.owner();
        if (owner.isEmpty()) {
            return false;
        }
        Hold late = owner.get();
        Optional<Run> now = patience.ask(() -> runs.find(late.run()));
        if (!isOver(late, now) || !lock.force(late)) {
            return false;
        }
        String text = "the lock was taken from %s, whose epoch %s of run %s is over"
                .formatted(late.worker(), late.epoch(), late.run().brief());
        log.atWarn().addKeyValue("owner", late).log("lock forced: its owner's epoch is over");
        if (!patience.ask(() -> events.tell(hold, "lock-forced", text))) {
            throw new Fenced(hold);
        }
        return true;
    }

    /** Of a run that PostgreSQL does not know nothing is said: the lock may be another installation's. */
    static boolean isOver(Hold owner, Optional<Run> now) {
        return now.filter(run -> !run.epoch().equals(owner.epoch()) || !isOwnedBy(owner, run))
                .filter(run -> run.epoch().compareTo(owner.epoch()) >= 0)
                .isPresent();
    }

    private static boolean isOwnedBy(Hold owner, Run run) {
        return run.state().isOwned() && run.worker().equals(Optional.of(owner.worker()));
    }
}
