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
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
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
    private Program worker;
    private Facts before;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(services.set(), Path.of("src", "test", "resources", "migrations"), logs).withFastestTimers();
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

        worker.freeze();
        Waiting.until(() -> stage.show("0001").path("epoch").asLong() > 1);
        worker.thaw();

        assertThat(worker.waitFor()).as(worker.err()).isEqualTo(5);
        theRunSucceedsWithEveryRowOnce();
    }

    private Program startWorker() {
        Program started = stage.startWorker();
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

    private int percent() throws Exception {
        return stage.show("0001").path("progress").path("percent").asInt();
    }
}
