package io.longhaul.acceptance;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Waiting;
import io.longhaul.local.junit.LocalServices;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
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

    @AutoClose
    private EventsStage events;

    private Stage stage;
    private Program worker;

    @BeforeEach
    void start() throws Exception {
        events = new EventsStage(services, logs, 20_000);
        stage = events.stage.withFastestTimers();
        stage.startReaper();
        worker = events.startWorker();
        assertThat(stage.longhaul("run", "0001").code()).isZero();
        Waiting.until(() -> events.percent() >= 10);
    }

    @Test
    void aWorkerThatIsToldToEndHandsItsRunOver() throws Exception {
        worker.terminate();

        assertThat(worker.waitFor()).as(worker.err()).isZero();
        events.startWorker();
        theRunSucceedsWithEveryRowOnce();
        assertThat(worker.err()).contains("handed over").doesNotContain("gives no wake-ups");
    }

    @Test
    void aRunWhoseWorkerWasKilledIsTakenOverAndGoesOn() throws Exception {
        events.startWorker();

        worker.kill();

        theRunSucceedsWithEveryRowOnce();
        assertThat(events.epoch()).isGreaterThan(1);
    }

    @Test
    void aWorkerThatWakesUpAfterItsDeathTouchesNothingAndExitsWithItsOwnCode() throws Exception {
        events.startWorker();

        worker.freeze();
        Waiting.until(() -> events.epoch() > 1);
        worker.thaw();

        assertThat(worker.waitFor()).as(worker.err()).isEqualTo(5);
        theRunSucceedsWithEveryRowOnce();
    }

    private void theRunSucceedsWithEveryRowOnce() throws Exception {
        Waiting.until(() -> events.state().equals("SUCCEEDED"));
        events.hasEveryRowOnceUnderTheNewKey();
        assertThat(
                        stage.value(
                                "SELECT count() FROM system.tables WHERE database = currentDatabase() AND startsWith(name, 'lh_')"))
                .isEqualTo("0");
        events.hasNoStatementOfOurs();
    }
}
