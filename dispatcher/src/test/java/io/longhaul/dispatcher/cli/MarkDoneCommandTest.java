package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Runs;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkDoneCommandTest {

    private final Cli cli = new Cli();

    @AfterEach
    void end() {
        cli.close();
    }

    @Test
    void whoVouchesAndWhyIsStoredAndPosted() {
        Run run = answer(RunState.SUCCEEDED, true);

        assertThat(cli.run("mark-done 7 --reason copied --by alice")).isZero();

        assertThat(cli.controls.asked).containsExactly("mark done 0007_events_sorting_key by alice: copied");
        assertThat(cli.out()).startsWith("0007_events_sorting_key   SUCCEEDED");
        assertThat(cli.err()).isEqualTo("It counts as done from now on. To take that back: longhaul rollback 7\n");
        assertThat(cli.board)
                .singleElement()
                .satisfies(task -> assertThat(task.run()).isEqualTo(run));
    }

    @Test
    void withoutANameItIsYou() {
        answer(RunState.SUCCEEDED, true);
        cli.run("mark-done 0007 --reason copied");

        assertThat(cli.controls.asked).containsExactly("mark done 0007_events_sorting_key by bob@here: copied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mark-done 0007", "mark-done --reason copied", "mark-done 0007 --reason "})
    void withoutAReasonNothingIsAsked(String line) {
        assertThat(cli.run(line)).isEqualTo(2);
        assertThat(cli.err()).hasLineCount(2).endsWith("See: longhaul mark-done --help\n");
        assertThat(cli.controls.asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"QUEUED", "STARTING", "RUNNING", "ROLLING_BACK", "PAUSED"})
    void aRunThatIsNotOverIsToBeStoppedFirst(RunState state) {
        answer(state, false);

        assertThat(cli.run("mark-done 0007 --reason copied")).isEqualTo(3);
        assertThat(cli.err())
                .isEqualTo(
                        "Its run is not over: it is %s. Stop it first: longhaul stop 0007\n".formatted(state.words()));
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"SUCCEEDED", "NOT_REQUIRED"})
    void whatIsDoneIsNotMarkedAgain(RunState state) {
        answer(state, false);

        assertThat(cli.run("mark-done 0007 --reason copied")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("It is done already: %s.\n".formatted(state.words()));
    }

    private Run answer(RunState state, boolean done) {
        Run run = Runs.run(state, Progress.NONE);
        cli.found(Found.details(run));
        cli.controls.answer = Optional.of(done ? new Answer.Done(run) : new Answer.TooLate(run));
        return run;
    }
}
