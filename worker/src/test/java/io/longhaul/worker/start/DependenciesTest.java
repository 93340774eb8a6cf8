package io.longhaul.worker.start;

import static io.longhaul.common.run.Direction.BACKWARD;
import static io.longhaul.common.run.Direction.FORWARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DependenciesTest {

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"SUCCEEDED", "NOT_REQUIRED"})
    void whatCountsAsDoneIsNoObstacle(RunState state) {
        assertThat(Dependencies.unfinished(run(state, FORWARD))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, watch it finish with: longhaul watch 0006_x",
        "PAUSED, finish it with: longhaul resume 0006_x",
        "FAILED, finish it with: longhaul resume 0006_x",
        "REFUSED, run it again with: longhaul run 0006_x",
        "CANCELLED, run it again with: longhaul run 0006_x",
        "ROLLED_BACK, run it again with: longhaul run 0006_x"
    })
    void whatFinishesARunIsSaidToTheLetter(RunState state, String next) {
        assertThat(Dependencies.unfinished(run(state, FORWARD)))
                .contains("whose newest run is %s; %s".formatted(state.words(), next));
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, 'once it has gone back, run it again with: longhaul run 0006_x'",
        "ROLLING_BACK, 'once it has gone back, run it again with: longhaul run 0006_x'",
        "PAUSED, 'let it go back with: longhaul resume 0006_x, then longhaul run 0006_x'",
        "ROLLBACK_FAILED, 'let it go back with: longhaul resume 0006_x, then longhaul run 0006_x'"
    })
    void aRunThatIsOnItsWayBackIsRunAgainAfterwards(RunState state, String next) {
        assertThat(Dependencies.unfinished(run(state, BACKWARD)))
                .contains("whose newest run is %s; %s".formatted(state.words(), next));
    }

    @Test
    void everyOtherStateIsAnObstacleEitherWay() {
        for (RunState state : RunState.values()) {
            for (Direction direction : Direction.values()) {
                assertThat(Dependencies.unfinished(run(state, direction)).isEmpty())
                        .isEqualTo(state.countsAsDone());
            }
        }
    }

    static Run run(RunState state, Direction direction) {
        return new Run(
                new RunId(new UUID(7, 7)),
                new MigrationId("0006_x"),
                new Checksum("c0ffee"),
                state,
                direction,
                Wish.RUN,
                new Epoch(1),
                1,
                1,
                Optional.empty(),
                Map.of(),
                "alice",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Progress.NONE);
    }
}
