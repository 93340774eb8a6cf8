package io.longhaul.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Waiting;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.quickstart.EventsTable;
import io.longhaul.local.quickstart.EventsTable.Facts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.TestInfo;

/** A stage with a table of events, to which migration 0001 gives a new sorting key. */
final class EventsStage implements AutoCloseable {

    final Stage stage;
    final Facts before;

    EventsStage(LocalServices services, Path logs, long rows) throws IOException, InterruptedException {
        this(services, logs, rows, Path.of("src", "test", "resources", "migrations"));
    }

    /** The same, where 0001 does it in another way. */
    EventsStage(LocalServices services, Path logs, long rows, Path migrations)
            throws IOException, InterruptedException {
        stage = new Stage(services.set(), migrations, logs);
        EventsTable events = new EventsTable(stage.clickHouse());
        events.fill(rows, new PrintStream(OutputStream.nullOutputStream()));
        before = events.facts();
    }

    /**
     * Tests that need no time to look at a run in between are tagged {@code small}, and get a small table. Those that
     * take the run back before it is over are tagged {@code large}: however slow the machine is at starting commands,
     * it is still going when they have been heard. (Not larger: a block may sleep for three seconds.)
     */
    static long rows(TestInfo test, long enoughToLook) {
        if (test.getTags().contains("large")) {
            return 3 * enoughToLook;
        }
        return test.getTags().contains("small") ? 4_000 : enoughToLook;
    }

    /** Returns when it is up. */
    Program startWorker() {
        Program worker = stage.startWorker();
        Waiting.until(() -> worker.err().contains("worker is up"));
        return worker;
    }

    String state() {
        return stage.run("0001").state();
    }

    int percent() {
        return stage.run("0001").percent();
    }

    long epoch() {
        return stage.run("0001").epoch();
    }

    void hasEveryRowOnceUnderTheNewKey() throws IOException, InterruptedException {
        assertThat(hasEveryRowOnce().sortingKey()).contains("event");
    }

    void hasEveryRowOnceUnderTheOldKey() throws IOException, InterruptedException {
        assertThat(hasEveryRowOnce().sortingKey()).isEqualTo(before.sortingKey());
    }

    private Facts hasEveryRowOnce() throws IOException, InterruptedException {
        Facts after = new EventsTable(stage.clickHouse()).facts();
        assertThat(after.rows()).isEqualTo(before.rows());
        assertThat(after.checksum()).isEqualTo(before.checksum());
        return after;
    }

    void hasNoStatementOfOurs() throws IOException, InterruptedException {
        assertThat(stage.value("SELECT count() FROM system.processes WHERE startsWith(query_id, 'lh-')"))
                .isEqualTo("0");
    }

    @Override
    public void close() {
        stage.close();
    }
}
