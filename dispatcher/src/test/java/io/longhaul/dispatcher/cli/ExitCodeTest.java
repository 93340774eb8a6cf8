package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.board.TaskReader;
import io.longhaul.common.config.ConfigurationInvalid;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.RunState;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Runs;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodeTest {

    @AutoClose
    private final Cli cli = new Cli();

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, 0",
        "NOT_REQUIRED, 0",
        "REFUSED, 3",
        "FAILED, 1",
        "ROLLBACK_FAILED, 1",
        "ROLLED_BACK, 1",
        "CANCELLED, 1"
    })
    void whoWatchesEndsAsTheRunDoes(RunState state, int code) {
        cli.found(Found.details(Runs.run(state, Progress.NONE)));

        assertThat(cli.run("watch 0007")).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void onlyARunThatHasStoppedHasACode(RunState state) {
        if (state.hasStopped()) {
            assertThat(ExitCode.of(state)).isNotNull();
        } else {
            assertThatThrownBy(() -> ExitCode.of(state)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void showingARunIsDoneHoweverTheRunStands(RunState state) {
        cli.found(Found.details(Runs.run(state, Progress.NONE)));

        assertThat(cli.run("show 0007")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lst", "run", "show", "watch", "list --output xml", "run 0007 --set", "pause"})
    void wrongUsageIsSaidInTwoLines(String line) {
        assertThat(cli.run(line)).isEqualTo(2);
        assertThat(cli.err()).startsWith("longhaul: ").hasLineCount(2).contains("See: longhaul");
        assertThat(cli.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show 0007", "watch 0007", "run 0007"})
    void aStoreThatIsAwayIsSaidInASentence(String line) {
        cli.search.away = true;

        assertThat(cli.run(line)).isEqualTo(4);
        assertThat(cli.err())
                .isEqualTo("longhaul: PostgreSQL at db1:5432 cannot be reached."
                        + " Check that it runs and that LONGHAUL_POSTGRES_URL is right.\n");
    }

    @Test
    void aBoardThatIsAwayIsSaidInASentence() {
        cli.tasks = () -> () -> {
            throw new TaskReader.BoardUnavailable("Redis cannot be read", new IllegalStateException("test"));
        };

        assertThat(cli.run("tasks")).isEqualTo(4);
        assertThat(cli.err())
                .isEqualTo("longhaul: Redis cannot be read."
                        + " Check that it runs and that LONGHAUL_REDIS_URL is right.\n");
    }

    @Test
    void everyMistakeInTheConfigurationIsSaid() {
        cli.tasks = () -> {
            throw new ConfigurationInvalid(List.of("LONGHAUL_A is wrong", "LONGHAUL_B is wrong"));
        };

        assertThat(cli.run("tasks")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("longhaul: LONGHAUL_A is wrong\nlonghaul: LONGHAUL_B is wrong\n");
    }

    @Test
    void aMistakeOfOursIsNotTakenForAFailedRun() {
        cli.tasks = () -> {
            throw new IllegalStateException("never expected");
        };

        assertThat(cli.run("tasks")).isEqualTo(70);
        assertThat(cli.err()).contains("please report").contains("never expected");
    }
}
