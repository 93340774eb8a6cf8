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

    private Stage stage;
    private Program worker;
    private Facts before;

    /** Tests that need no time to look at a run in between are tagged so, and get a small table. */
    @BeforeEach
    void start(TestInfo test) throws Exception {
        stage = new Stage(services.set(), Path.of("src", "test", "resources", "migrations"), logs);
        EventsTable events = new EventsTable(stage.clickHouse());
        events.fill(
                test.getTags().contains("small") ? 4_000 : 36_000, new PrintStream(OutputStream.nullOutputStream()));
        before = events.facts();
        stage.startReaper();
        worker = stage.startWorker();
        Waiting.until(() -> worker.err().contains("worker is up"));
        assertThat(stage.longhaul("run", "0001").code()).isZero();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aRunThatIsPausedAtOnceLeavesNoQueryAndGoesOnWhenItIsResumed() throws Exception {
        Waiting.until(() -> percent() >= 10);
        assertThat(stage.longhaul("pause", "0001", "--now", "--reason", "peak hour")
                        .code())
                .isZero();
        Waiting.until(() -> state().equals("PAUSED"));
        assertThat(queries()).isEqualTo("0");

        assertThat(stage.longhaul("resume", "0001").code()).isZero();

        Waiting.until(() -> state().equals("SUCCEEDED"));
        assertThat(facts())
                .isEqualTo(
                        new Facts(before.rows(), before.checksum(), facts().sortingKey(), facts().typicalQueryReads()));
        assertThat(facts().sortingKey()).contains("event");
        assertThat(stage.longhaul("history", "0001").out()).contains("peak hour");
        assertThat(stage.longhaul("pause", "0001").code()).isEqualTo(3);
    }

    @Test
    void aRunThatIsStoppedWithRollbackLeavesEverythingAsItWas() throws Exception {
        Waiting.until(() -> percent() >= 10);
        assertThat(stage.longhaul("stop", "0001", "--rollback").code()).isZero();

        Waiting.until(() -> state().equals("ROLLED_BACK"));
        everythingIsAsItWas();
    }

    @Test
    @Tag("small")
    void aRunThatSucceededCanBeTakenBack() throws Exception {
        Waiting.until(() -> state().equals("SUCCEEDED"));

        assertThat(stage.longhaul("rollback", "0001").code()).isZero();

        Waiting.until(() -> state().equals("ROLLED_BACK"));
        everythingIsAsItWas();
    }

    @Test
    void aRunOutlivesTheDeathOfItsTargetAndOfPostgres() throws Exception {
        Waiting.until(() -> percent() >= 10);
        services.clickhouse().kill();
        services.clickhouse().start();
        Waiting.until(() -> percent() >= 30);
        services.postgres().kill();
        services.postgres().start();

        Waiting.until(() -> state().equals("SUCCEEDED"));
        assertThat(facts().rows()).isEqualTo(before.rows());
        assertThat(facts().checksum()).isEqualTo(before.checksum());
        assertThat(facts().sortingKey()).contains("event");
        assertThat(worker.isUp()).isTrue();
    }

    private void everythingIsAsItWas() throws Exception {
        assertThat(facts().rows()).isEqualTo(before.rows());
        assertThat(facts().checksum()).isEqualTo(before.checksum());
        assertThat(facts().sortingKey()).isEqualTo(before.sortingKey());
        assertThat(stage.value("SELECT groupArray(name) FROM system.tables WHERE database = currentDatabase()"))
                .isEqualTo("['events']");
        assertThat(queries()).isEqualTo("0");
    }

    private String queries() throws Exception {
        return stage.value("SELECT count() FROM system.processes WHERE startsWith(query_id, 'lh-')");
    }

    private Facts facts() throws Exception {
        return new EventsTable(stage.clickHouse()).facts();
    }

    private String state() throws Exception {
        return stage.show("0001").path("state").asString();
    }

    private int percent() throws Exception {
        return stage.show("0001").path("progress").path("percent").asInt();
    }
}
