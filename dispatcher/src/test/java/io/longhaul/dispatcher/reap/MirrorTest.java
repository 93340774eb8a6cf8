package io.longhaul.dispatcher.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.board.TaskReader.PostedTask;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tasks a reaper writes again. */
class MirrorTest {

    private final Shift shift = new Shift();

    @Test
    void tasksThatRedisLostAreWrittenAgain() {
        shift.reaper.presence().run();
        shift.search.overview.add(
                Found.line("0007_events_sorting_key", Runs.run(RunState.RUNNING, Runs.HALFWAY), Duration.ofDays(30)));
        shift.search.overview.add(Found.line("0008_b", Runs.run(RunState.SUCCEEDED, Runs.HALFWAY), Duration.ofDays(3)));
        shift.search.overview.add(
                Found.line("0009_c", Runs.run(RunState.SUCCEEDED, Runs.HALFWAY), Duration.ofDays(30)));
        shift.search.overview.add(Found.never("0010_d"));

        shift.reaper.mirroring().run();

        assertThat(shift.board).hasSize(2);
    }

    @Test
    void aTaskWhoseWorkerDiedBeforeItCouldTellOfTheEndIsWrittenAgain() {
        Run ended = Runs.run(RunState.SUCCEEDED, Runs.HALFWAY);
        shift.search.overview.add(Found.line("0007_events_sorting_key", ended, Duration.ofMinutes(1)));

        assertThat(mirrored(ended, RunState.RUNNING)).isEqualTo(1);
        assertThat(mirrored(ended, RunState.SUCCEEDED)).isZero();
        assertThat(shift.board)
                .singleElement()
                .satisfies(task -> assertThat(task.run()).isEqualTo(ended));
    }

    @Test
    void theTaskOfARunInAWorkersHandIsItsWorkersAlone() {
        Run going = Runs.run(RunState.RUNNING, Runs.HALFWAY);
        shift.search.overview.add(Found.line("0007_events_sorting_key", going, Duration.ofMinutes(1)));

        assertThat(mirrored(going, RunState.STARTING)).isZero();
    }

    private int mirrored(Run run, RunState posted) {
        PostedTask task = new PostedTask(
                run.id().toString(), run.migration().value(), "STARTED", posted.name(), "w-7f3", "", "41", "", "{}");
        return new Mirror(shift.search, () -> List.of(task), shift.board::add).pass();
    }
}
