package io.longhaul.common.observe;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Tells the log once that a service is away, and once that it is back. Safe for use by many threads. */
public final class Reachability {

    private final String service;
    private final String consequence;
    private final Logger log;
    private final LongSupplier nanoTime;
    private boolean reachable = true;
    private long awaySince;

    /**
     * Starts with the service thought to be there.
     *
     * @param consequence what its absence means here, as the end of a sentence
     */
    public Reachability(String service, String consequence, Logger log, LongSupplier nanoTime) {
        this.service = service;
        this.consequence = consequence;
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** Takes note of how the service was just found; returns what it was told. */
    public synchronized boolean found(boolean now) {
        if (reachable && !now) {
            awaySince = nanoTime.getAsLong();
            log.atWarn().addKeyValue("service", service).log("service cannot be reached; {}", consequence);
        } else if (!reachable && now) {
            Duration away = Duration.ofNanos(nanoTime.getAsLong() - awaySince);
            log.atInfo()
                    .addKeyValue("service", service)
                    .addKeyValue("awayMillis", away.toMillis())
                    .log("service is back");
        }
        reachable = now;
        return now;
    }

    public synchronized boolean isReachable() {
        return reachable;
    }
}
