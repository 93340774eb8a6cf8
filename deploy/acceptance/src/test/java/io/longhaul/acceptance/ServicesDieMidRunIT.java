package io.longhaul.acceptance;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.quickstart.EventsTable;
import io.longhaul.local.quickstart.EventsTable.Facts;
import io.longhaul.local.service.Service;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The services that only carry news may die at any moment of a run. */
@Tag("slow")
class ServicesDieMidRunIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(POSTGRES, RABBIT, REDIS, CLICKHOUSE);

    @TempDir
    Path logs;

    private Stage stage;
    private Program worker;
    private Facts before;

    /** Tests that need no time to look at a run in between are tagged so, and get a small table. */
    @BeforeEach
    void start(TestInfo test) throws Exception {
        stage = new Stage(services.set(), Path.of("src", "test", "resources", "migrations"), logs);
        EventsTable events = new EventsTable(stage.clickHouse());
        events.fill(
                test.getTags().contains("small") ? 4_000 : 40_000, new PrintStream(OutputStream.nullOutputStream()));
        before = events.facts();
        worker = stage.startWorker();
        Waiting.until(() -> worker.err().contains("worker is up"));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aRunOutlivesTheDeathOfRedisAndThenOfRabbitMq() throws Exception {
        Program run = stage.start("longhaul", "run", "0001", "--wait");
        Waiting.until(() -> percent() >= 5);

        dieAndComeBack(services.redis(), 25);
        dieAndComeBack(services.rabbit(), 50);

        assertThat(run.waitFor()).as(run.err() + worker.err()).isZero();
        Facts after = new EventsTable(stage.clickHouse()).facts();
        assertThat(after.rows()).isEqualTo(before.rows());
        assertThat(after.checksum()).isEqualTo(before.checksum());
        assertThat(after.sortingKey()).contains("event");
        assertThat(stage.show("0001").path("epoch").asLong()).isEqualTo(1);
        assertThat(worker.err()).contains("Redis does not do what it is asked").contains("Redis answers again");
        Waiting.until(() -> stage.longhaul("tasks").out().contains("SUCCESS"));
    }

    @Test
    @Tag("small")
    void aRunThatIsClaimedWhileRedisIsAwayWaitsAndStartsByItself() throws Exception {
        services.redis().kill();

        assertThat(stage.longhaul("run", "0001").code()).isZero();
        Waiting.until(() -> stage.show("0001").path("state").asString().equals("STARTING"));
        Waiting.until(() -> stage.longhaul("show", "0001").out().contains("waiting for Redis"));
        services.redis().start();

        Waiting.until(() -> stage.show("0001").path("state").asString().equals("SUCCEEDED"));
    }

    @Test
    @Tag("small")
    void aRunThatIsAskedForWhileRabbitMqIsAwayIsSentByTheReaper() throws Exception {
        Program reaper = stage.startReaper();
        services.rabbit().kill();

        Stage.Finished asked = stage.longhaul("run", "0001");
        assertThat(asked.code()).as(asked.err()).isZero();
        assertThat(stage.show("0001").path("state").asString()).isEqualTo("QUEUED");
        services.rabbit().start();

        Waiting.until(() -> stage.show("0001").path("state").asString().equals("SUCCEEDED"));
        assertThat(reaper.isUp()).isTrue();
    }

    private void dieAndComeBack(Service service, int atPercent) throws Exception {
        Waiting.until(() -> percent() >= atPercent);
        service.kill();
        int then = Math.min(95, percent());
        Waiting.until(() -> percent() >= then + 5);
        service.start();
    }

    private int percent() throws Exception {
        return stage.show("0001").path("progress").path("percent").asInt();
    }
}
