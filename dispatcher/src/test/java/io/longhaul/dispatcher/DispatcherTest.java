package io.longhaul.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.dispatcher.cli.Terminal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatcherTest {

    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

    @Test
    void onlyATerminalGetsColours() {
        Terminal piped = Dispatcher.terminal(XTERM, "err");

        assertThat(piped.outColours()).isFalse();
        assertThat(piped.errColours()).isTrue();
        assertThat(piped.errLive()).isTrue();
        assertThat(Dispatcher.terminal(XTERM, "").errLive()).isFalse();
    }

    @Test
    void whoWantsNoColoursGetsNoneButStillALiveLine() {
        Terminal plain = Dispatcher.terminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), "out,err");

        assertThat(plain.outColours()).isFalse();
        assertThat(plain.errColours()).isFalse();
        assertThat(plain.errLive()).isTrue();
    }

    @Test
    void aDumbTerminalGetsNoColours() {
        assertThat(Dispatcher.terminal(Map.of("TERM", "dumb"), "out,err").outColours())
                .isFalse();
        assertThat(Dispatcher.terminal(Map.of(), "out,err").outColours()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"90, 90", "10, 60", "'', 120", "wide, 120", "200, 200"})
    void theWidthIsWhatTheLauncherSays(String columns, int width) {
        assertThat(Dispatcher.terminal(Map.of("COLUMNS", columns), "out").width())
                .isEqualTo(width);
    }
}
