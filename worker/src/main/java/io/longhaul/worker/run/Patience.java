package io.longhaul.worker.run;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.longhaul.common.observe.Reachability;
import io.longhaul.common.store.StoreUnavailable;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Calls the store until it answers: what a worker has done must be recorded, however long PostgreSQL is away. Safe to
 * repeat because every change is a compare-and-set that knows itself again.
 */
public final class Patience {

    private final RetryPolicy<Object> policy;
    private final Reachability postgres;

    public Patience(StopSignal stop, Reachability postgres) {
        this.postgres = postgres;
        policy = RetryPolicy.builder()
                .handle(StoreUnavailable.class)
                .abortIf((result, failure) -> stop.isGiven())
                .withBackoff(Duration.ofMillis(200), Duration.ofSeconds(5))
                .withJitter(0.2)
                .withMaxRetries(-1)
                .onRetry(event -> postgres.found(false))
                .build();
    }

    /** The answer; throws {@link StoreUnavailable} only when the worker is told to end meanwhile. */
    public <T> T ask(Supplier<T> question) throws InterruptedException {
        try {
            T answer = Failsafe.with(policy).get(question::get);
            postgres.found(true);
            return answer;
        } catch (FailsafeException wrapped) {
            if (wrapped.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw wrapped;
        }
    }
}
