package io.longhaul.dispatcher.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.CleanUp;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Leftover;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.CleanUps.Waiting;
import io.longhaul.common.store.Settings.Name;
import io.longhaul.dispatcher.fixture.FakeCleanUps;
import io.longhaul.dispatcher.fixture.FakeSettings;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CleanUpCallsTest {

    private static final Leftover OLD = Leftover.oldTable("events__lh_old", "uuid-1", 12);
    private static final Leftover MERGES = Leftover.settings("events", "uuid-1", Map.of());

    private final FakeCleanUps cleanUps = new FakeCleanUps();
    private final FakeSettings settings = new FakeSettings();
    private final CleanUpCalls cleanUpCalls = new CleanUpCalls(cleanUps, settings);

    private static Waiting waiting(Leftover leftover, RunState state, Duration inState) {
        return new Waiting(new CleanUp(1, Runs.ID, Runs.SORTING_KEY, 2, leftover, new Epoch(3), 0), state, inState);
    }

    @ParameterizedTest
    @CsvSource({
        "OLD_TABLE, SUCCEEDED, PT1S, true",
        "OLD_TABLE, FAILED, PT100H, false",
        "OLD_TABLE, ROLLBACK_FAILED, PT100H, false",
        "SETTINGS, SUCCEEDED, PT1S, true",
        "SETTINGS, FAILED, PT23H, false",
        "SETTINGS, FAILED, PT24H, true",
        "SETTINGS, ROLLBACK_FAILED, PT23H, false",
        "SETTINGS, ROLLBACK_FAILED, PT24H, true"
    })
    void whatIsLeftIsDueOnceNobodyNeedsIt(Leftover.Kind kind, RunState state, Duration inState, boolean due) {
        Leftover leftover = kind == Leftover.Kind.OLD_TABLE ? OLD : MERGES;

        assertThat(CleanUpCalls.isDue(waiting(leftover, state, inState), Duration.ofDays(1)))
                .isEqualTo(due);
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SUCCEEDED", "FAILED", "ROLLBACK_FAILED"})
    void aRunThatGoesOnIsLeftAlone(RunState state) {
        assertThat(CleanUpCalls.isDue(waiting(OLD, state, Duration.ofDays(9)), Duration.ofDays(1)))
                .isFalse();
        assertThat(CleanUpCalls.isDue(waiting(MERGES, state, Duration.ofDays(9)), Duration.ofDays(1)))
                .isFalse();
    }

    @Test
    void aWorkerIsCalledForWhatIsDueByTheSettingOfTheMigration() {
        Waiting young = waiting(MERGES, RunState.FAILED, Duration.ofMinutes(30));
        cleanUps.waiting.add(young);

        assertThat(cleanUpCalls.pass()).isZero();
        settings.set(Optional.of(Runs.SORTING_KEY), Name.ABANDONED_AFTER, "20m", "alice");
        assertThat(cleanUpCalls.pass()).isEqualTo(1);

        assertThat(cleanUps.called).containsExactly(young);
    }
}
