package io.longhaul.common.board.redisson;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.run.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Runs of one migration for tests; what matters to a test is said by name. */
final class Runs {

    static final MigrationId MIGRATION = new MigrationId("0007_events_sorting_key");
    static final RunId ID = RunId.parse("8f41c2d6-0b7e-4c1e-9d55-2a41c7e90b13");
    static final Instant ASKED = Instant.parse("2026-03-03T01:00:00Z");

    private Runs() {}

    static Run version(long epoch, long sequence) {
        return run(ID, RunState.RUNNING, epoch, sequence, ASKED);
    }

    static Run run(RunId id, RunState state, long epoch, long sequence, Instant askedAt) {
        boolean owned = state.isOwned();
        return new Run(
                id,
                MIGRATION,
                new Checksum("0"),
                state,
                state == RunState.ROLLING_BACK ? Direction.BACKWARD : Direction.FORWARD,
                Wish.RUN,
                new Epoch(epoch),
                sequence,
                epoch == 0 ? 1 : (int) epoch,
                owned ? Optional.of(new WorkerId("w-7f3")) : Optional.empty(),
                Map.of("team", "42", "until", "2025-12-31"),
                "alice",
                askedAt,
                epoch == 0 ? Optional.empty() : Optional.of(ASKED.plusSeconds(10)),
                state.hasStopped() ? Optional.of(ASKED.plusSeconds(3600)) : Optional.empty(),
                ASKED.plusSeconds(20),
                epoch == 0 ? Optional.empty() : Optional.of(ASKED.plusMillis(7_200_500)),
                Optional.empty(),
                epoch == 0
                        ? Progress.NONE
                        : new Progress(
                                0.419, 86_400_000, 210_000_000, 212_345.6, Optional.of(Duration.ofMinutes(370))));
    }

    /** The same, at a step of a rebuild that is held back. */
    static Run throttled(Run run) {
        Progress progress = run.progress();
        Progress.Doing doing = new Progress.Doing(
                "copy 202403 · chunk 37/91",
                Optional.of("waits: 62 queries of others are running, throttle-queries is 50"));
        return run.afterBeat(
                run.wish(),
                run.sequence(),
                run.beatAt().orElseThrow(),
                new Progress(
                        progress.fraction(),
                        progress.rowsDone(),
                        progress.rowsExpected(),
                        progress.rowsPerSecond(),
                        progress.left(),
                        progress.band(),
                        Optional.of(doing)));
    }
}
