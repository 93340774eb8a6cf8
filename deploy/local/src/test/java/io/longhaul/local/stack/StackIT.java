package io.longhaul.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.local.process.TestDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The script itself, in a clone whose programs only say that they are up. */
@Tag("slow")
class StackIT {

    private static final String PROGRAM = """
            #!/bin/sh
            echo "$0 $* with $LONGHAUL_POSTGRES_URL is up"
            exec sleep 1000
            """;

    private final Path home = TestDirectory.create();
    private final Path state = home.resolve("state");

    @BeforeEach
    void cloneTheScript() throws IOException {
        Path deploy = Files.createDirectories(home.resolve("deploy"));
        Files.copy(Path.of("../stack"), deploy.resolve("stack"));
        Files.createSymbolicLink(deploy.resolve("local"), Path.of("").toAbsolutePath());
        program("bin/longhaul", PROGRAM);
        program("bin/longhaul-worker", PROGRAM);
        program("lib/prepare", "#!/bin/sh\n");
        program("lib/build", "#!/bin/sh\n");
    }

    @AfterEach
    void down() {
        stack("down");
    }

    @Test
    void aStackGoesUpHealsItselfAndGoesDownWithoutATrace() {
        assertThat(stack("status").code()).isEqualTo(1);
        Output services = stack("up", "--services");
        assertThat(services.code()).as(services.text()).isZero();
        assertThat(column(services, "STATE")).hasSize(4).containsOnly("up");

        Output up = stack("up");
        assertThat(up.code()).as(up.text()).isZero();
        assertThat(up.text()).contains("started worker", "started reaper").doesNotContain("started clickhouse");
        assertThat(column(up, "STATE")).hasSize(6).containsOnly("up");

        String reaper = pid(up, "reaper");
        String postgres = pid(up, "postgres");
        signal("KILL", pid(up, "rabbitmq"));
        signal("KILL", pid(up, "worker"));
        Output hurt = stack("status");
        assertThat(hurt.code()).isEqualTo(1);
        assertThat(column(hurt, "STATE")).containsExactly("up", "down", "up", "up", "down", "up");

        Output again = stack("up");
        assertThat(again.code()).as(again.text()).isZero();
        assertThat(pid(again, "reaper")).isEqualTo(reaper);
        assertThat(pid(again, "postgres")).isEqualTo(postgres);
        assertThat(again.text()).contains("started rabbitmq", "started worker").doesNotContain("started redis");

        assertThat(stack("env").text().lines())
                .hasSize(10)
                .allMatch(line -> line.matches("export (LONGHAUL|CLICKHOUSE|SCRATCH)_[A-Z_]+='.+'"))
                .anyMatch(line -> line.matches("export SCRATCH_POSTGRES_URL='postgresql://longhaul:.+/scratch'"))
                .anyMatch(line -> line.matches("export LONGHAUL_TARGET_POSTGRES_URL='postgresql://longhaul:.+/app'"))
                .anyMatch(line -> line.startsWith("export LONGHAUL_POSTGRES_URL='postgresql://longhaul:"));

        assertThat(stack("down").code()).isZero();
        assertThat(state).doesNotExist();
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(state.toString())))
                .isEmpty();
    }

    @Test
    void twoThatAreStartedAtOnceMakeOneStack() throws Exception {
        Process first = start("up");
        Process second = start("up");

        Output one = output(first);
        Output two = output(second);

        assertThat(List.of(one.code(), two.code())).as(one.text() + two.text()).containsExactly(0, 0);
        assertThat(pid(one, "postgres")).isEqualTo(pid(two, "postgres"));
    }

    @Test
    void theStackOfAnotherCloneIsLeftAlone() throws IOException {
        Files.createDirectories(state);
        Files.writeString(state.resolve("clone"), "/another/clone");

        for (String command : List.of("up", "down", "status", "env")) {
            Output refused = stack(command);
            assertThat(refused.code()).as(command).isEqualTo(1);
            assertThat(refused.text()).contains("belongs to the clone /another/clone");
        }

        assertThat(state.resolve("clone")).hasContent("/another/clone");
    }

    @Test
    void whatIsNotACommandIsRefusedWithHelp() {
        assertThat(stack("sideways").code()).isEqualTo(2);
        assertThat(stack("down", "--services").code()).isEqualTo(2);
        assertThat(stack("--help").text()).contains("usage: deploy/stack", "example: ");
        assertThat(stack("down").code()).isZero();
    }

    private record Output(int code, String text) {}

    private Output stack(String... command) {
        try {
            return output(start(command));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process start(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(home.resolve("deploy/stack").toString()));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("LONGHAUL_STACK_DIR", state.toString());
        return builder.start();
    }

    private static Output output(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }

    private static List<String> column(Output output, String title) {
        List<String> table = output.text()
                .lines()
                .dropWhile(line -> !line.startsWith("SERVICE"))
                .toList();
        int index = Arrays.asList(table.get(0).split(" +", -1)).indexOf(title);
        return table.stream().skip(1).map(line -> line.split(" +", -1)[index]).toList();
    }

    private static String pid(Output output, String part) {
        return column(output, "PID").get(column(output, "SERVICE").indexOf(part));
    }

    private static void signal(String signal, String pid) {
        try {
            assertThat(new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + pid)
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void program(String name, String text) throws IOException {
        Path file = home.resolve("deploy").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
