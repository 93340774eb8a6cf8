package io.longhaul.dispatcher.follow;

import io.longhaul.common.run.RunId;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.common.store.StoreUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Follows one run. For one thread at a time. */
public final class Follow {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final RunSearch search;
    private final RunId run;
    private final Onlooker onlooker;
    private boolean away;

    public Follow(RunSearch search, RunId run, Onlooker onlooker) {
        this.search = search;
        this.run = run;
        this.onlooker = onlooker;
    }

    /** Looks once; the run, if it has stopped. */
    public Optional<Details> look() {
        try {
            Optional<Details> found = search.details(run);
            if (away) {
                away = false;
                onlooker.hear("PostgreSQL is back.");
            }
            Details now = found.orElseThrow(() -> new IllegalStateException("run %s is gone".formatted(run)));
            onlooker.see(now);
            return found.filter(details -> details.run().state().hasStopped());
        } catch (StoreUnavailable unavailable) {
            if (!away) {
                away = true;
                onlooker.hear(unavailable.getMessage() + "; still trying, and the run does not need us.");
            }
            return Optional.empty();
        }
    }

    /** Looks once a second until the run has stopped. */
    public Details toTheEnd(ScheduledExecutorService scheduler) {
        CompletableFuture<Details> stopped = new CompletableFuture<>();
        ScheduledFuture<?> looking =
                scheduler.scheduleWithFixedDelay(() -> look(stopped), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return stopped.join();
        } catch (CompletionException | CancellationException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        } finally {
            looking.cancel(false);
            onlooker.end();
        }
    }

    private void look(CompletableFuture<Details> stopped) {
        try {
            look().ifPresent(stopped::complete);
        } catch (RuntimeException | Error failed) {
            stopped.completeExceptionally(failed);
        }
    }
}
