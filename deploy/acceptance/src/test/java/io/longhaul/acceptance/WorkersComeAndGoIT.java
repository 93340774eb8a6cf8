package io.longhaul.acceptance;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.quickstart.EventsTable;
import io.longhaul.local.quickstart.EventsTable.Facts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A run outlives its workers, with the fastest timers. */
@Tag("slow")
class WorkersComeAndGoIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, RABBIT, REDIS, CLICKHOUSE);

    @TempDir
    Path logs;

    private Stage stage;
    private Stage.Program worker;
    private Facts before;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(services, Path.of("src", "test", "resources", "migrations"), logs)
                .with("LONGHAUL_HEARTBEAT", "500ms")
                .with("LONGHAUL_LOCK_LEASE", "2s")
                .with("LONGHAUL_SELF_FENCE", "2500ms")
                .with("LONGHAUL_DEAD_AFTER", "4s")
                .with("LONGHAUL_REAPER_POLL", "250ms")
                .with("LONGHAUL_IDLE_IN_TRANSACTION", "2s")
                .with("LONGHAUL_LOCK_TIMEOUT", "500ms")
                .with("LONGHAUL_REDIS_LIFE", "3s")
                .with("LONGHAUL_SWEEP", "5s");
        EventsTable events = new EventsTable(stage.clickHouse());
        events.fill(30_000, new PrintStream(OutputStream.nullOutputStream()));
        before = events.facts();
        stage.startReaper();
        worker = startWorker();
        assertThat(stage.longhaul("run", "0001").code()).isZero();
        Waiting.until(() -> percent() >= 10);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aWorkerThatIsToldToEndHandsItsRunOver() throws Exception {
        worker.terminate();

        assertThat(worker.waitFor()).as(worker.err()).isZero();
        startWorker();
        theRunSucceedsWithEveryRowOnce();
        assertThat(worker.err()).contains("handed over");
    }

    @Test
    void aRunWhoseWorkerWasKilledIsTakenOverAndGoesOn() throws Exception {
        startWorker();

        worker.kill();

        theRunSucceedsWithEveryRowOnce();
        assertThat(stage.show("0001").path("epoch").asLong()).isGreaterThan(1);
    }

    @Test
    void aWorkerThatWakesUpAfterItsDeathTouchesNothingAndExitsWithItsOwnCode() throws Exception {
        startWorker();

        signal("STOP");
        Waiting.until(() -> stage.show("0001").path("epoch").asLong() > 1);
        signal("CONT");

        assertThat(worker.waitFor()).as(worker.err()).isEqualTo(5);
        theRunSucceedsWithEveryRowOnce();
    }

    private Stage.Program startWorker() {
        Stage.Program started = stage.startWorker();
        Waiting.until(() -> started.err().contains("worker is up"));
        return started;
    }

    private void theRunSucceedsWithEveryRowOnce() throws Exception {
        Waiting.until(() -> stage.show("0001").path("state").asString().equals("SUCCEEDED"));
        Facts after = new EventsTable(stage.clickHouse()).facts();
        assertThat(after.rows()).isEqualTo(before.rows());
        assertThat(after.checksum()).isEqualTo(before.checksum());
        assertThat(after.sortingKey()).contains("event");
        assertThat(
                        stage.value(
                                "SELECT count() FROM system.tables WHERE database = currentDatabase() AND startsWith(name, 'lh_')"))
                .isEqualTo("0");
        assertThat(stage.value("SELECT count() FROM system.processes WHERE startsWith(query_id, 'lh-')"))
                .isEqualTo("0");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(worker.process().pid()))
                .start()
                .waitFor(10, TimeUnit.SECONDS);
    }

    private int percent() throws Exception {
        return stage.show("0001").path("progress").path("percent").asInt();
    }
}
