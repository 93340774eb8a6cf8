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
import io.longhaul.local.service.Service;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
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

    @AutoClose
    private EventsStage events;

    private Stage stage;
    private Program worker;

    @BeforeEach
    void start(TestInfo test) throws Exception {
        events = new EventsStage(services, logs, EventsStage.rows(test, 24_000));
        stage = events.stage;
        worker = events.startWorker();
    }

    @Test
    void aRunOutlivesTheDeathOfRedisAndThenOfRabbitMq() throws Exception {
        Program run = stage.start("longhaul", "run", "0001", "--wait");
        Waiting.until(() -> events.percent() >= 5);

        dieAndComeBack(services.redis(), 25, () -> worker.err().contains("Redis does not do what it is asked"));
        dieAndComeBack(services.rabbit(), 50, () -> worker.err().contains("no question can be heard"));

        assertThat(run.waitFor()).as(run.err() + worker.err()).isZero();
        events.hasEveryRowOnceUnderTheNewKey();
        assertThat(events.epoch()).isEqualTo(1);
        Waiting.until(() -> worker.err().contains("Redis answers again"));
        Waiting.until(() -> stage.longhaul("tasks").out().contains("SUCCESS"));
    }

    @Test
    @Tag("small")
    void aRunThatIsClaimedWhileRedisIsAwayWaitsAndStartsByItself() throws Exception {
        services.redis().kill();

        assertThat(stage.longhaul("run", "0001").code()).isZero();
        Waiting.until(() -> events.state().equals("STARTING"));
        Waiting.until(() -> stage.longhaul("show", "0001").out().contains("waiting for Redis"));
        services.redis().start();

        Waiting.until(() -> events.state().equals("SUCCEEDED"));
    }

    @Test
    @Tag("small")
    void aRunThatIsAskedForWhileRabbitMqIsAwayIsSentByTheReaper() throws Exception {
        Program reaper = stage.startReaper();
        services.rabbit().kill();

        Stage.Finished asked = stage.longhaul("run", "0001");
        assertThat(asked.code()).as(asked.err()).isZero();
        assertThat(events.state()).isEqualTo("QUEUED");
        services.rabbit().start();

        Waiting.until(() -> events.state().equals("SUCCEEDED"));
        assertThat(reaper.isUp()).isTrue();
    }

    /** Is away until the worker has noticed, and has done more of its work without it. */
    private void dieAndComeBack(Service service, int atPercent, Callable<Boolean> noticed) throws Exception {
        Waiting.until(() -> events.percent() >= atPercent);
        service.kill();
        int then = Math.min(95, events.percent());
        Waiting.until(() -> events.percent() >= then + 5);
        Waiting.until(noticed);
        service.start();
    }
}
