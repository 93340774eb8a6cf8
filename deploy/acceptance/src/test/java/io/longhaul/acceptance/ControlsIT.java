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
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people ask of a run while it is going, and what becomes of it when a database dies under it. */
@Tag("slow")
class ControlsIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(POSTGRES, RABBIT, REDIS, CLICKHOUSE);

    @TempDir
    Path logs;

    @AutoClose
    private EventsStage events;

    private Stage stage;
    private Program worker;

    @BeforeEach
    void start(TestInfo test) throws Exception {
        events = new EventsStage(services, logs, EventsStage.rows(test, 20_000));
        stage = events.stage;
        stage.startReaper();
        worker = events.startWorker();
        assertThat(stage.longhaul("run", "0001").code()).isZero();
    }

    @Test
    void aRunThatIsPausedAtOnceLeavesNoQueryAndGoesOnWhenItIsResumed() throws Exception {
        Waiting.until(() -> events.percent() >= 10);
        assertThat(stage.longhaul("pause", "0001", "--now", "--reason", "peak hour")
                        .code())
                .isZero();
        Waiting.until(() -> events.state().equals("PAUSED"));
        events.hasNoStatementOfOurs();

        assertThat(stage.longhaul("resume", "0001").code()).isZero();

        Waiting.until(() -> events.state().equals("SUCCEEDED"));
        events.hasEveryRowOnceUnderTheNewKey();
        assertThat(stage.longhaul("history", "0001").out()).contains("peak hour");
        assertThat(stage.longhaul("pause", "0001").code()).isEqualTo(3);
    }

    @Test
    @Tag("large")
    void whatAnotherRunWouldBeIsToldWhileARunIsGoing() throws Exception {
        Waiting.until(() -> events.percent() >= 10);

        Stage.Finished plan = stage.longhaul("plan", "0003");

        assertThat(events.state()).isEqualTo("RUNNING");
        assertThat(plan.code()).isZero();
        assertThat(plan.out()).contains("CAN BE RUN", "2 operations", "back  DROP TABLE IF EXISTS made SYNC");
        assertThat(stage.longhaul("plan", "0001").code()).isEqualTo(3);
        assertThat(stage.longhaul("stop", "0001", "--rollback").code()).isZero();
        Waiting.until(() -> events.state().equals("ROLLED_BACK"));
        everythingIsAsItWas();
    }

    @Test
    @Tag("large")
    void aRunThatIsStoppedWithRollbackLeavesEverythingAsItWas() throws Exception {
        Waiting.until(() -> events.percent() >= 10);
        assertThat(stage.longhaul("stop", "0001", "--rollback").code()).isZero();

        Waiting.until(() -> events.state().equals("ROLLED_BACK"));
        everythingIsAsItWas();
    }

    @Test
    @Tag("small")
    void aRunThatSucceededCanBeTakenBack() throws Exception {
        Waiting.until(() -> events.state().equals("SUCCEEDED"));

        assertThat(stage.longhaul("rollback", "0001").code()).isZero();

        Waiting.until(() -> events.state().equals("ROLLED_BACK"));
        everythingIsAsItWas();
    }

    @Test
    void aRunOutlivesTheDeathOfItsTargetAndOfPostgres() throws Exception {
        Waiting.until(() -> events.percent() >= 10);
        services.clickhouse().kill();
        services.clickhouse().start();
        Waiting.until(() -> events.percent() >= 30);
        services.postgres().kill();
        services.postgres().start();

        Waiting.until(() -> events.state().equals("SUCCEEDED"));
        events.hasEveryRowOnceUnderTheNewKey();
        assertThat(worker.isUp()).isTrue();
    }

    private void everythingIsAsItWas() throws Exception {
        events.hasEveryRowOnceUnderTheOldKey();
        assertThat(stage.value("SELECT groupArray(name) FROM system.tables"
                        + " WHERE database = currentDatabase() AND name <> 'longhaul_mark'"))
                .isEqualTo("['events']");
        events.hasNoStatementOfOurs();
    }
}
