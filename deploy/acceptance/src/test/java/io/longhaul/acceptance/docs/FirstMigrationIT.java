package io.longhaul.acceptance.docs;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Waiting;
import io.longhaul.local.junit.LocalServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer reads the first part of docs/authoring.md, writes the files that it shows, and types its commands. */
@Tag("slow")
class FirstMigrationIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, RABBIT, REDIS, CLICKHOUSE);

    /** A file begins with its path. */
    private static final Pattern FILE = Pattern.compile("(?:#|--) (\\S+\\.(?:yaml|sql))\\n.*", Pattern.DOTALL);

    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path logs;

    @TempDir
    Path directory;

    @AutoClose
    private Stage stage;

    @BeforeEach
    void open() {
        String clickHouse = services.freshClickHouseUrl();
        int database = clickHouse.lastIndexOf('/') + 1;
        stage = new Stage(services.set(), directory, logs)
                .with("LONGHAUL_CLICKHOUSE_URL", clickHouse)
                .with(
                        "CLICKHOUSE_HTTP",
                        clickHouse.substring(0, database) + "?database=" + clickHouse.substring(database))
                .with("SCRATCH_CLICKHOUSE_URL", services.freshClickHouseUrl())
                .with("SCRATCH_POSTGRES_URL", services.freshPostgresUrl());
    }

    @Test
    void whoFollowsThePageWritesProvesRunsPausesAndTakesBackAMigration() throws Exception {
        Files.createDirectory(directory.resolve("migrations"));
        List<String> typed = new ArrayList<>();

        for (String block :
                Page.of("docs/authoring.md").section("Your first migration").blocks()) {
            Matcher file = FILE.matcher(block);
            if (file.matches()) {
                Files.writeString(directory.resolve(file.group(1)), block + "\n");
            } else if (!block.contains("deploy/stack")) { // The services are here already.
                assertThat(Typed.isIn(block)).as(block).isTrue();
                for (Typed command : Typed.in(block)) {
                    type(command);
                    typed.add(command.line());
                }
            }
        }

        assertThat(String.join("\n", typed))
                .containsSubsequence(
                        "longhaul new ",
                        "longhaul validate ",
                        "longhaul-worker prove ",
                        "longhaul plan ",
                        "longhaul run ",
                        "longhaul pause ",
                        "longhaul resume ",
                        "longhaul rollback ");
    }

    private void type(Typed command) throws IOException, InterruptedException {
        if (command.isLeftRunning()) {
            // Its log is where the line says.
            Matcher log = Pattern.compile("(.*) 2> (\\S+) &").matcher(command.line());
            assertThat(log.matches()).as(command.line()).isTrue();
            stage.type("exec env " + log.group(1) + " 2> " + log.group(2), directory);
            Waiting.until(
                    () -> Files.readString(directory.resolve(log.group(2))).contains("is up"));
            return;
        }
        if (command.isOnlyALook()) {
            // Whoever looks too early looks again.
            Awaitility.await().atMost(LONG).untilAsserted(() -> finish(command));
        } else {
            finish(command);
        }
    }

    private void finish(Typed command) throws InterruptedException {
        Program program = stage.type(command.line(), directory);
        // A proof takes a quarter of a minute, and several where the machine is busy with other things.
        Awaitility.await().atMost(LONG).until(() -> !program.isUp());
        int code = program.waitFor();
        assertThat(code)
                .as("%s%n%s%s", command.line(), program.out(), program.err())
                .isZero();
        Shape.assertSame(command.shown(), program.out() + program.err());
    }
}
