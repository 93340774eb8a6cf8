package io.longhaul.dispatcher.reap;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Takeovers.Owned;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Runs in the hands of workers that beat every 2 s and are dead after 15, for tests.
 *
 * @param run of which
 * @param crashes so far
 * @param rule of the operation in flight
 */
record Lost(Run run, int crashes, CrashRule rule, boolean irreversible, boolean resumes, boolean rollsBack) {

    static final int MOST = 5;

    static Lost forward() {
        return new Lost(run(Direction.FORWARD, Wish.RUN, 3, 17), 0, CrashRule.RESUME, false, true, true);
    }

    static Lost backward() {
        return new Lost(run(Direction.BACKWARD, Wish.RUN, 3, 17), 0, CrashRule.RESUME, false, true, true);
    }

    Lost after(int times) {
        return new Lost(run, times, rule, irreversible, resumes, rollsBack);
    }

    Lost with(CrashRule other) {
        return new Lost(run, crashes, other, irreversible, resumes, rollsBack);
    }

    Lost asked(Wish wish) {
        return new Lost(run(run.direction(), wish, 3, 17), crashes, rule, irreversible, resumes, rollsBack);
    }

    Lost irreversibly() {
        return new Lost(run, crashes, rule, true, resumes, rollsBack);
    }

    Lost withoutAutoResume() {
        return new Lost(run, crashes, rule, irreversible, false, rollsBack);
    }

    Lost withoutAutoRollback() {
        return new Lost(run, crashes, rule, irreversible, resumes, false);
    }

    Lost at(long epoch, long sequence) {
        return new Lost(
                run(run.direction(), run.wish(), epoch, sequence), crashes, rule, irreversible, resumes, rollsBack);
    }

    Owned owned() {
        return new Owned(
                run,
                Duration.ofSeconds(2),
                Duration.ofSeconds(15),
                crashes,
                rule,
                irreversible,
                resumes,
                rollsBack,
                MOST);
    }

    private static Run run(Direction direction, Wish wish, long epoch, long sequence) {
        return new Run(
                Runs.ID,
                Runs.SORTING_KEY,
                new Checksum("c0ffee"),
                direction == Direction.FORWARD ? RunState.RUNNING : RunState.ROLLING_BACK,
                direction,
                wish,
                new Epoch(epoch),
                sequence,
                1,
                Optional.of(Runs.WORKER),
                Map.of(),
                "alice@desk",
                Runs.NOW,
                Optional.of(Runs.NOW),
                Optional.empty(),
                Runs.NOW,
                Optional.of(Runs.NOW),
                Optional.empty(),
                Progress.NONE);
    }
}
