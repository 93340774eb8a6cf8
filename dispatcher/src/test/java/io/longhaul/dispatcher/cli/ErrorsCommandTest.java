package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Errors;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.Runs;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ErrorsCommandTest {

    private static final Run RUNNING = Runs.run(RunState.RUNNING, Runs.HALFWAY);

    @AutoClose
    private final Cli cli = new Cli();

    @Test
    void errorsAreShownWhole() {
        cli.found(Found.details(
                Runs.run(RunState.FAILED, Runs.HALFWAY),
                Errors.errorOfACheck("free disk 3 GiB"),
                Errors.passingError("Memory limit (total) exceeded"),
                Errors.error("Cannot reserve 1.00 MiB, not enough space")));
        cli.run("errors 0007");

        Golden.assertMatches("errors.txt", cli.out());
    }

    @Test
    void errorsKeepToTheWidthOfTheTerminal() {
        cli.found(Found.details(
                Runs.run(RunState.FAILED, Runs.HALFWAY), Errors.passingError("Memory limit exceeded ".repeat(40))));
        cli.run("errors 0007");

        assertThat(cli.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void errorsAreJsonForPrograms() {
        cli.found(Found.details(
                Runs.run(RunState.FAILED, Runs.HALFWAY),
                Errors.errorOfACheck("free disk 3 GiB"),
                Errors.passingError("Memory limit (total) exceeded")));
        cli.run("errors 0007 --output json");

        Golden.assertMatches("errors.json", cli.out());
    }

    @Test
    void aRunWithoutErrorsSaysSo() {
        cli.found(Found.details(RUNNING));

        assertThat(cli.run("errors 0007")).isZero();
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).isEqualTo("Run 8f41c2d6 of 0007_events_sorting_key has met no error.\n");
    }
}
