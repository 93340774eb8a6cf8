package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Stall;
import io.longhaul.worker.target.Running;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MotionTest {

    private long seconds;
    private final Motion motion = new Motion(
            new QueryId("lh-test"),
            Optional.empty(),
            () -> Duration.ofSeconds(seconds).toNanos());

    private Optional<Duration> after(int more, Optional<Running> seen) {
        seconds += more;
        motion.saw(seen);
        return motion.stall().map(Stall::still);
    }

    private Optional<Running> running(long read, long written) {
        return Optional.of(new Running(read, 100, written, Duration.ofSeconds(seconds)));
    }

    @Test
    void aStatementThatOnlyGrowsOlderStallsAndGetsOnWithItsNextRow() {
        assertThat(after(1, running(10, 0))).isEmpty();
        assertThat(after(59, running(10, 0))).isEmpty();
        assertThat(after(1, running(10, 0))).contains(Duration.ofMinutes(1));
        assertThat(after(60, running(10, 0))).contains(Duration.ofMinutes(2));

        assertThat(after(1, running(10, 5))).as("writing is motion too").isEmpty();
        assertThat(after(60, running(10, 5))).contains(Duration.ofMinutes(1));
    }

    @Test
    void aStatementThatComesBackWasNotGone() {
        after(1, running(10, 0));

        assertThat(after(1, Optional.empty())).isEmpty();
        assertThat(after(29, Optional.empty())).isEmpty();
        assertThat(after(1, running(11, 0))).isEmpty();
        assertThat(after(1, Optional.empty())).isEmpty();
        assertThat(after(30, Optional.empty())).contains(Duration.ofSeconds(30));
    }

    @Test
    void aLongPauseOfOurOwnIsNoStallWhereTheFirstLookAfterItSeesRows() {
        after(1, running(10, 0));

        assertThat(after(3600, running(50, 0))).isEmpty();
    }

    @Test
    void aDatabaseThatDoesNotAnswerDoesNotMakeAStatementGoneButStill() {
        after(1, running(10, 0));
        seconds += 59;
        motion.sawNothing();
        assertThat(motion.stall()).isEmpty();

        seconds += 1;
        motion.sawNothing();
        assertThat(motion.stall()).map(Stall::why).get().asString().contains("the database does not answer");
    }

    @Test
    void theUsualPaceIsTheMedian() {
        Paces paces = new Paces();
        assertThat(paces.usual()).isEmpty();
        for (int took : new int[] {1, 90, 2, 3, 80}) {
            paces.took(Duration.ofSeconds(took));
        }
        assertThat(paces.usual()).contains(Duration.ofSeconds(3));
    }
}
