package io.longhaul.common.gate;

import io.longhaul.common.gate.Blocker.Kind;
import io.longhaul.common.gate.Blocker.Next;
import io.longhaul.common.run.Run;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import java.util.Optional;

/**
 * What finishes a migration that is not done.
 *
 * @param kind what it means meanwhile
 * @param next the command
 * @param obstacle why that command will not do by itself, as a clause
 */
record Remedy(Kind kind, Next next, Optional<String> obstacle) {

    static Remedy of(Overview line, Optional<Version> application) {
        return line.run().map(run -> of(run, line, application)).orElseGet(() -> run(line, application));
    }

    private static Remedy of(Run run, Overview line, Optional<Version> application) {
        return switch (run.state()) {
            case QUEUED, STARTING, RUNNING, ROLLING_BACK -> new Remedy(Kind.RUNNING, Next.WATCH, Optional.empty());
            case PAUSED -> new Remedy(Kind.PENDING, Next.RESUME, Optional.empty());
            case FAILED, ROLLBACK_FAILED -> new Remedy(Kind.FAILED, Next.RESUME, Optional.empty());
            case REFUSED, ROLLED_BACK, CANCELLED, SUCCEEDED, NOT_REQUIRED -> run(line, application);
        };
    }

    private static Remedy run(Overview line, Optional<Version> application) {
        return line.registered().shipping().isRetired()
                ? new Remedy(Kind.PENDING, Next.MARK_DONE, Optional.of("no worker ships it any more"))
                : new Remedy(
                        Kind.PENDING,
                        Next.RUN,
                        application.flatMap(
                                now -> misfit(line.registered().terms().versions(), now)));
    }

    private static Optional<String> misfit(VersionRange versions, Version now) {
        return switch (versions.sideOf(now)) {
            case WITHIN -> Optional.empty();
            case BELOW ->
                Optional.of("needs app %s, this is %s".formatted(versions.from().orElse(now), now));
            case ABOVE -> Optional.of("is for %s, this is %s".formatted(versions, now));
        };
    }
}
