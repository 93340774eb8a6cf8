package io.longhaul.worker.run;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.observe.Reachability;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Pulse;
import io.longhaul.common.store.StoreUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says to PostgreSQL, on a thread and a connection of its own, that the run in hand is alive. Learns first that the
 * worker is fenced, and what is asked of the run.
 */
public final class Heart implements Runnable {

    private final Lifeline lifeline;
    private final Duration interval;
    private final SelfFence fence;
    private final Reachability postgres;
    private final LongSupplier nanoTime;
    private final StopSignal stop;
    private final Runnable onFenced;
    private final AtomicReference<@Nullable RunInHand> inHand = new AtomicReference<>();
    private volatile Wish wish = Wish.RUN;

    /** {@code onFenced} ends the process; it is called on the heart's thread. */
    public Heart(
            Lifeline lifeline,
            Duration interval,
            SelfFence fence,
            Reachability postgres,
            LongSupplier nanoTime,
            StopSignal stop,
            Runnable onFenced) {
        this.lifeline = lifeline;
        this.interval = interval;
        this.fence = fence;
        this.postgres = postgres;
        this.nanoTime = nanoTime;
        this.stop = stop;
        this.onFenced = onFenced;
    }

    /** Begins to beat for a run. The claim just made was its first beat. */
    void beatFor(RunInHand run) {
        fence.goodBeat(nanoTime.getAsLong());
        wish = run.task().run().wish();
        inHand.set(run);
    }

    /** Stops beating; to be called before the run is ended, so that its end is not taken for a fence. */
    synchronized void letGo() {
        inHand.set(null);
    }

    /** Whose run is in hand. */
    public Optional<MigrationId> migration() {
        return Optional.ofNullable(inHand.get()).map(run -> run.task().run().migration());
    }

    /** What was last asked of the run in hand. */
    public Wish wish() {
        return wish;
    }

    @Override
    public void run() {
        try {
            while (!stop.isGiven()) {
                beat();
                lifeline.listen(interval);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void beat() {
        RunInHand run = inHand.get();
        if (run == null) {
            return;
        }
        long sentAt = nanoTime.getAsLong();
        try {
            Pulse pulse = lifeline.beat(run.hold(), run.progress(), run.stall(), run.health());
            postgres.found(true);
            if (pulse instanceof Pulse.Alive alive) {
                fence.goodBeat(sentAt);
                wish = alive.wish();
                run.alive(alive);
            } else {
                onFenced.run();
            }
        } catch (StoreUnavailable away) {
            postgres.found(false);
        }
    }
}
