package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Progress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come; null is not known.
 *
 * @param fraction 0 to 1
 * @param percent whole, rounded down
 * @param doing the step of what is built in
 * @param throttled why that is slowed down or waits
 */
public record ProgressView(
        double fraction,
        int percent,
        long rowsDone,
        @Nullable Long rowsExpected,
        @Nullable Double rowsPerSecond,
        @Nullable Long secondsLeft,
        @Nullable Long secondsLeftAtLeast,
        @Nullable Long secondsLeftAtMost,
        @Nullable String doing,
        @Nullable String throttled) {

    static final ProgressView NONE = of(Progress.NONE);

    static ProgressView of(Progress progress) {
        return new ProgressView(
                progress.fraction(),
                progress.percent(),
                progress.rowsDone(),
                progress.rowsExpected() > 0 ? progress.rowsExpected() : null,
                progress.rowsPerSecond() > 0 ? progress.rowsPerSecond() : null,
                progress.left().map(Duration::toSeconds).orElse(null),
                progress.band().map(band -> band.shortest().toSeconds()).orElse(null),
                progress.band().map(band -> band.longest().toSeconds()).orElse(null),
                progress.doing().map(Progress.Doing::step).orElse(null),
                progress.doing().flatMap(Progress.Doing::throttled).orElse(null));
    }
}
