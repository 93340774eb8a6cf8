package io.longhaul.acceptance;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Stage.Finished;
import io.longhaul.acceptance.stage.Waiting;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.quickstart.EventsTable;
import io.longhaul.local.quickstart.EventsTable.Facts;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One installation, one worker, one migration after another. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeRunIT {

    private static final Path MIGRATIONS = Path.of("src", "test", "resources", "migrations");

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, RABBIT, REDIS, CLICKHOUSE);

    @TempDir
    static Path logs;

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(services.set(), MIGRATIONS, logs);
        new EventsTable(stage.clickHouse()).fill(6_000, new PrintStream(OutputStream.nullOutputStream()));
        stage.startReaper();
        Program worker = stage.startWorker();
        Waiting.until(() -> worker.err().contains("worker is up"));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    @Order(1)
    void aTableGetsItsNewSortingKeyAndKeepsEveryRow() throws Exception {
        EventsTable events = new EventsTable(stage.clickHouse());
        Facts before = events.facts();

        Finished run = stage.longhaul("run", "0001", "--wait");

        assertThat(run.code()).as(run.err()).isZero();
        Facts after = events.facts();
        assertThat(after.rows()).isEqualTo(before.rows());
        assertThat(after.checksum()).isEqualTo(before.checksum());
        assertThat(after.sortingKey()).isEqualTo("team_id, toDate(timestamp), event, cityHash64(distinct_id)");
        JsonNode shown = stage.show("0001");
        assertThat(shown.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(shown.path("epoch").asLong()).isEqualTo(1);
        assertThat(shown.path("taskId").asString()).isEqualTo(shown.path("run").asString());
        assertThat(shown.path("progress").path("percent").asInt()).isEqualTo(100);
        assertThat(shown.path("errors").size()).isZero();
        assertThat(
                        stage.value(
                                "SELECT count() FROM system.tables WHERE name LIKE 'lh_staging%' AND database = currentDatabase()"))
                .isEqualTo("0");
    }

    @Test
    @Order(2)
    @Tag("slow")
    void aMigrationThatIsDoneIsNotRunAgain() throws Exception {
        Finished again = stage.longhaul("run", "0001_copy_slowly");

        assertThat(again.code()).isEqualTo(3);
        assertThat(again.err()).contains("0001_copy_slowly");
    }

    @Test
    @Order(3)
    @Tag("slow")
    void aRefusedRunSaysEveryReasonAtOnce() throws Exception {
        Finished run = stage.longhaul("run", "0002", "--wait");

        assertThat(run.code()).as(run.err()).isEqualTo(3);
        JsonNode shown = stage.show("0002");
        assertThat(shown.path("state").asString()).isEqualTo("REFUSED");
        assertThat(shown.path("errors").size()).isEqualTo(5);
        assertThat(shown.path("errors").toString())
                .contains("set LONGHAUL_APP_VERSION and start it again")
                .contains("redis has version ")
                .contains("run it with: longhaul run 0003_fails")
                .contains("free disk is")
                .contains("precheck says no: nothing is ever right here");
        assertThat(stage.value("SELECT count() > 0 FROM events")).isEqualTo("1");
    }

    @Test
    @Order(4)
    @Tag("slow")
    void aFailedRunGoesBackAndKeepsTheDatabasesOwnCodeAndMessageAndItsQueryId() throws Exception {
        Finished run = stage.longhaul("run", "0003", "--wait");

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        JsonNode shown = stage.show("0003");
        assertThat(shown.path("state").asString()).isEqualTo("ROLLED_BACK");
        JsonNode error = shown.path("errors").get(0);
        assertThat(error.path("source").asString()).isEqualTo("clickhouse");
        assertThat(error.path("code").asString()).isEqualTo("60");
        assertThat(error.path("message").asString()).contains("no_such_table");
        assertThat(error.path("operation").asInt()).isEqualTo(2);
        assertThat(error.path("queryId").asString())
                .isEqualTo("lh-%s-2-0-e1".formatted(shown.path("run").asString().substring(0, 8)));
        assertThat(stage.value("EXISTS TABLE made")).isEqualTo("0");
    }

    @Test
    @Order(5)
    @Tag("slow")
    void aStatementThatReturnsWithoutItsEffectIsAFailure() throws Exception {
        Finished run = stage.longhaul("run", "0004", "--wait");

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(stage.show("0004").path("errors").toString()).contains("effect is not there");
    }

    @Test
    @Order(6)
    @Tag("slow")
    void aMigrationThatIsNotRequiredHereCountsAsDoneAndTouchesNothing() throws Exception {
        Finished run = stage.longhaul("run", "0005", "--wait");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(stage.show("0005").path("state").asString()).isEqualTo("NOT_REQUIRED");
        assertThat(stage.value("EXISTS TABLE events")).isEqualTo("1");
    }

    @Test
    @Order(7)
    @Tag("slow")
    void aQuestionWithoutAnAnswerRefusesAndIsNeverTakenForNotRequired() throws Exception {
        Finished run = stage.longhaul("run", "0006", "--wait");

        assertThat(run.code()).as(run.err()).isEqualTo(3);
        assertThat(stage.show("0006").path("state").asString()).isEqualTo("REFUSED");
        assertThat(stage.show("0006").path("errors").get(0).path("code").asString())
                .isEqualTo("60");
    }

    @Test
    @Order(8)
    void theBoardInRedisAgreesWithTheStoreAboutEveryRun() throws Exception {
        for (JsonNode task : JsonMapper.shared()
                .readTree(stage.longhaul("tasks", "--output", "json").out())) {
            String expected = switch (task.path("migration").asString()) {
                case "0001_copy_slowly", "0005_not_required" -> "SUCCESS";
                default -> "FAILURE";
            };
            assertThat(task.path("status").asString()).as(task.toString()).isEqualTo(expected);
        }
    }
}
