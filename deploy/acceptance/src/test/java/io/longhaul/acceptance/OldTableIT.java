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

/** What becomes of the old table after a rebuild. */
@Tag("slow")
class OldTableIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, RABBIT, REDIS, CLICKHOUSE);

    private static final String TABLES = "SELECT arrayStringConcat(arraySort(groupArray(name)), ' ') FROM system.tables"
            + " WHERE database = currentDatabase() AND startsWith(name, 'events')";

    @TempDir
    Path logs;

    @AutoClose
    private EventsStage events;

    private Stage stage;

    @BeforeEach
    void rebuild() throws Exception {
        events = new EventsStage(services, logs, 4_000, Path.of("src", "test", "resources", "rebuild"));
        stage = events.stage.withFastestTimers();
        stage.startReaper();
        events.startWorker();
        Program run = stage.start("longhaul", "run", "0001", "--wait");
        assertThat(run.waitFor()).as(run.err()).isZero();
    }

    @Test
    void itIsAnnouncedDroppedWhenItsDayHasComeAndThenNobodyGoesBackToIt() throws Exception {
        assertThat(stage.value(TABLES)).matches("events events__lh_old_\\d{8}_[0-9a-f]{8}_1");
        assertThat(stage.longhaul("list").out()).contains("old table is dropped on ");
        assertThat(stage.longhaul("show", "0001").out()).contains("backup     events__lh_old_");

        stage.truth().change("UPDATE clean_up SET due_at = now()");

        Waiting.until(() -> stage.value(TABLES).equals("events"));
        Waiting.until(() -> stage.longhaul("history", "0001").out().contains("dropped the old table events__lh_old_"));
        assertThat(stage.longhaul("list").out()).doesNotContain("old table");
        Stage.Finished rollback = stage.longhaul("rollback", "0001");
        assertThat(rollback.code()).isEqualTo(3);
        assertThat(rollback.err()).contains("It cannot go back: the old table events__lh_old_");
        events.hasEveryRowOnceUnderTheNewKey();
    }
}
