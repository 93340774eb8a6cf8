package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.dispatcher.fixture.Cli;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

    @TempDir
    Path directory;

    @AutoClose
    private final Cli cli = Cli.withoutStore();

    /** As bash would, but outside of a real completion, where it has no {@code compopt}. */
    private String completed(String words, int current) throws Exception {
        Path script = Files.writeString(directory.resolve("completion.bash"), cli.out());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source %s; compopt() { :; }; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_longhaul; echo \"${COMPREPLY[*]}\""
                                .formatted(script, words, current))
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void bashCompletesCommandsAndTheirOptions() throws Exception {
        assertThat(cli.run("completion")).isZero();

        assertThat(completed("longhaul vali", 1)).isEqualTo("validate\n");
        assertThat(completed("longhaul pause --n", 2)).isEqualTo("--now\n");
    }
}
