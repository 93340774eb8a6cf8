package io.longhaul.common.gate;

import io.longhaul.common.gate.Blocker.Kind;
import io.longhaul.common.gate.Blocker.Next;
import io.longhaul.common.run.Run;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import io.longhaul.common.version.VersionRange.Side;
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

    /** Workers of a version before its range do not ship it yet; any other that does not ships it no more. */
    private static Remedy run(Overview line, Optional<Version> application) {
        VersionRange versions = line.registered().terms().versions();
        Side side = application.map(versions::sideOf).orElse(Side.WITHIN);
        if (side != Side.BELOW && line.registered().shipping().isRetired()) {
            return new Remedy(Kind.PENDING, Next.MARK_DONE, Optional.of("no worker ships it any more"));
        }
        Optional<String> obstacle = application.flatMap(now -> switch (side) {
            case WITHIN -> Optional.empty();
            case BELOW ->
                Optional.of("needs app %s, this is %s".formatted(versions.from().orElse(now), now));
            case ABOVE -> Optional.of("is for %s, this is %s".formatted(versions, now));
        });
        return new Remedy(Kind.PENDING, Next.RUN, obstacle);
    }
}
