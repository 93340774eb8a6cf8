package io.longhaul.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgramTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

    private final Path directory = TestDirectory.create();
    private final Program program = new Program("sleeper", directory, Lifetime.WITH_JVM);

    @AfterEach
    void end() {
        program.kill();
    }

    @Test
    void aKillTakesWhatTheProgramStartedInASessionOfItsOwn() throws Exception {
        launch("setsid sleep 1000 & echo $! > child; wait");
        await().until(() -> Files.exists(directory.resolve("child"))
                && !Files.readString(directory.resolve("child")).isBlank());
        long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());

        program.kill();

        assertThat(program.isRunning()).isFalse();
        assertThat(ProcessEntry.of(child)).isEmpty();
    }

    @Test
    void anotherJvmFindsTheProgramByItsDirectory() {
        launch("exec sleep 1000");

        Program found = new Program("sleeper", directory, Lifetime.DAEMON);

        assertThat(found.isRunning()).isTrue();
        assertThat(found.pid()).isEqualTo(program.pid());
        found.kill();
        assertThat(program.isRunning()).isFalse();
    }

    @Test
    void aProcessThatGotTheSameIdLaterIsNotTheProgram() throws Exception {
        long self = ProcessHandle.current().pid();
        Files.writeString(directory.resolve("sleeper.leader"), self + " 1");

        assertThat(program.isRunning()).isFalse();
        program.kill();

        assertThat(ProcessEntry.of(self)).isPresent();
    }

    @Test
    void aFrozenProgramRunsAndCanBeStopped() {
        launch("exec sleep 1000");
        program.freeze();
        assertThat(program.isRunning()).isTrue();
        // The kernel says so once it has stopped the last of its threads, on a busy machine a moment later.
        await().until(() ->
                ProcessEntry.of(program.pid().orElseThrow()).orElseThrow().state() == 'T');

        program.stop("TERM");

        assertThat(program.isRunning()).isFalse();
    }

    @Test
    void whatIsNotInstalledIsSaid() {
        Program nothing = new Program("nothing", directory.resolve("absent"), Lifetime.DAEMON);

        assertThatThrownBy(() -> nothing.launch(List.of("true"), ENVIRONMENT))
                .isInstanceOf(LocalProcessException.class)
                .hasMessageContaining("cannot start nothing: true");
    }

    private void launch(String script) {
        program.launch(List.of("sh", "-c", script), ENVIRONMENT);
        await().until(program::isRunning);
    }
}
