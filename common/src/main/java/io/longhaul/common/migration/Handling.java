package io.longhaul.common.migration;

import java.time.Duration;
import java.util.Optional;

/**
 * What is done about an operation when it does not simply succeed.
 *
 * @param onCrash what becomes of the run when its worker dies in it
 * @param irreversible it cannot be taken back; nothing crosses it backward by itself
 * @param timeout after how long one of its statements is killed, which is a failure; without it they may take as long
 *     as they like, and those of its rollback as long as the setting {@code rollback-timeout} says
 * @param retry how it is tried again; without it as the setting {@code max-attempts} says
 */
public record Handling(CrashRule onCrash, boolean irreversible, Optional<Duration> timeout, Optional<Retry> retry) {

    public Handling {
        if (timeout.filter(limit -> limit.isZero() || limit.isNegative()).isPresent()) {
            throw new IllegalArgumentException("a timeout of " + timeout.get());
        }
    }

    /** Nothing special. */
    public static Handling of(CrashRule onCrash) {
        return new Handling(onCrash, false, Optional.empty(), Optional.empty());
    }

    /** The same, of what cannot be taken back. */
    public Handling withoutReturn() {
        return new Handling(onCrash, true, timeout, retry);
    }
}
