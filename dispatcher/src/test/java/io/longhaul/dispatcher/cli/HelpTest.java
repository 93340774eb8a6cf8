package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Golden;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    @AutoClose
    private final Cli cli = new Cli();

    @Test
    void theProgramExplainsItself() {
        assertThat(cli.run("--help")).isZero();
        Golden.assertMatches("help.txt", cli.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "list",
                "plan",
                "show",
                "watch",
                "pause",
                "resume",
                "stop",
                "rollback",
                "mark-done",
                "gate",
                "errors",
                "history",
                "settings",
                "tasks",
                "validate",
                "new",
                "completion",
                "reaper"
            })
    void everyCommandExplainsItselfWithAnExample(String command) {
        assertThat(cli.run(command + " --help")).isZero();
        assertThat(cli.out()).contains("Example:\n  longhaul " + command);
        Golden.assertMatches("help-%s.txt".formatted(command), cli.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "list",
                "show",
                "watch",
                "pause",
                "resume",
                "stop",
                "rollback",
                "mark-done",
                "gate",
                "errors",
                "history",
                "settings",
                "tasks",
                "validate",
                "new"
            })
    void everyCommandWithDataSpeaksJson(String command) {
        cli.run("help " + command);

        assertThat(cli.out()).contains("--output FORMAT").contains("'json'");
    }

    @Test
    void theProgramSaysItsVersion() {
        assertThat(cli.run("--version")).isZero();
        assertThat(cli.out()).startsWith("longhaul ");
    }
}
