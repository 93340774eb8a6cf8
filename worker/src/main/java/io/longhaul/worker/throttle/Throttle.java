package io.longhaul.worker.throttle;

import io.longhaul.worker.target.Target;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Watches over servers for rebuilds. Safe for use by many threads. */
public final class Throttle {

    private final LimitsSource limits;
    private final Supplier<Target> looking;
    private final LongSupplier nanoTime;

    /**
     * For one worker.
     *
     * @param limits what is set for the run in hand
     * @param looking opens a connection that can change nothing, and answers in time or not at all
     */
    public Throttle(LimitsSource limits, Supplier<Target> looking, LongSupplier nanoTime) {
        this.limits = limits;
        this.looking = looking;
        this.nanoTime = nanoTime;
    }

    /** Reads what is set. Throws {@link io.longhaul.common.store.StoreUnavailable} when PostgreSQL is away. */
    public interface LimitsSource {
        Limits now();
    }

    /**
     * Measures once it has begun, or is asked, until it is closed.
     *
     * @param table that is rebuilt
     * @param building how the names of the table that is built begin
     */
    public Watch over(String table, String building) {
        return new Watch(new Gaugings(limits, looking, nanoTime, table, building), nanoTime);
    }
}
