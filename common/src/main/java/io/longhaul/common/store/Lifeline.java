package io.longhaul.common.store;

import io.longhaul.common.run.Health;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Stall;
import java.time.Duration;
import java.util.Optional;

/**
 * The connection of its own on which a worker says that it lives and hears what is asked of its run. Its statements
 * time out after one heartbeat. For one thread.
 */
public interface Lifeline extends AutoCloseable {

    /**
     * Says that the worker lives, how far it is, and whether its statement stands still; the run's story tells when
     * that begins and ends. Throws {@link StoreUnavailable} when PostgreSQL does not answer in time.
     */
    Pulse beat(Hold hold, Progress progress, Optional<Stall> stall, Optional<Health> health);

    /** The same, of a run without healthchecks. */
    default Pulse beat(Hold hold, Progress progress, Optional<Stall> stall) {
        return beat(hold, progress, stall, Optional.empty());
    }

    /**
     * Waits until something is asked of some run, at most so long; while the last {@link #beat} failed, just so long.
     * Never throws for PostgreSQL's sake.
     */
    void listen(Duration atMost) throws InterruptedException;

    @Override
    void close();
}
