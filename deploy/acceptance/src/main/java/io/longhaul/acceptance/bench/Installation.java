package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.stage.Postgres;
import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Waiting;
import io.longhaul.local.service.Kind;
import io.longhaul.local.service.ServiceSet;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One installation of Longhaul that is measured, with what it knows of its own runs. */
final class Installation implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** A machine that is measured may be busy with that. */
    static final Duration ANSWER = Duration.ofMinutes(2);

    private static final List<String> OVER =
            List.of("SUCCEEDED", "FAILED", "REFUSED", "ROLLED_BACK", "ROLLBACK_FAILED", "CANCELLED", "NOT_REQUIRED");

    final Stage stage;
    final ServiceSet services;
    final Postgres store;

    private Optional<Program> worker = Optional.empty();
    private boolean mayEnd;

    Installation(ServiceSet services, Path migrations, Path logs) {
        this.services = services;
        // As somebody runs it: the options of the tests' stage are for processes that live for seconds.
        this.stage = new Stage(services, migrations, logs).with("LONGHAUL_JAVA_OPTIONS", "");
        this.store = new Postgres(stage.setting("LONGHAUL_POSTGRES_URL"), ANSWER);
    }

    FrontLog frontLog() throws IOException {
        return new FrontLog(services.of(Kind.CLICKHOUSE).log());
    }

    /** Returns when it is up. There is one at a time. */
    void startWorker() {
        Program started = stage.startWorker();
        Waiting.until(() -> started.err().contains("worker is up") || !started.isUp());
        if (!started.isUp()) {
            throw new IllegalStateException("the worker ended: " + started.err());
        }
        worker = Optional.of(started);
    }

    /** {@code kill -9}. */
    void killWorker() {
        worker.ifPresent(Program::kill);
    }

    /** From now on a worker that ends, killed or given up for dead, has a successor. */
    void expectTrouble() {
        mayEnd = true;
    }

    private void keepWorker() {
        if (worker.filter(Program::isUp).isEmpty()) {
            if (!mayEnd) {
                throw new IllegalStateException("the worker ended by itself: "
                        + worker.map(Program::err).orElse("there was none"));
            }
            startWorker();
        }
    }

    /** Asks for a run; its id. */
    String ask(String migration) throws InterruptedException, SQLException {
        Stage.Finished asked = stage.longhaul("run", migration, "--yes");
        if (asked.code() != 0) {
            throw new IllegalStateException("longhaul run %s ended with %s".formatted(migration, asked));
        }
        return value("SELECT id FROM run WHERE migration = '%s' ORDER BY asked_at DESC LIMIT 1".formatted(migration));
    }

    /** Returns when the run is in this state; throws when it ended in another. */
    void await(String run, String state) throws InterruptedException {
        boolean there = Waiting.within(LONGEST, failure -> failure instanceof SQLException, () -> {
            keepWorker();
            String now = value("SELECT state FROM run WHERE id = '%s'".formatted(run));
            if (!now.equals(state) && OVER.contains(now)) {
                throw new IllegalStateException("the run ended as %s: %s"
                        .formatted(now, value("SELECT reason FROM run WHERE id = '%s'".formatted(run))));
            }
            return now.equals(state);
        });
        if (!there) {
            throw new IllegalStateException("the run is not %s after %s".formatted(state, LONGEST));
        }
    }

    /**
     * Returns when a worker carries the run out, its start checks done: a check that finds no database refuses the run.
     * A worker that was killed between two runs has a successor.
     */
    void awaitRunning(String run) {
        Waiting.until(() -> {
            keepWorker();
            return value("SELECT state NOT IN ('QUEUED', 'STARTING') FROM run WHERE id = '%s'".formatted(run))
                    .equals("t");
        });
    }

    /** Returns when the run is over, however it ended. */
    void awaitOver(String run) {
        Waiting.until(() -> value("SELECT slot IS NULL FROM run WHERE id = '%s'".formatted(run))
                .equals("t"));
    }

    /** Asks, and returns when it has succeeded. */
    String carryOut(String migration) throws InterruptedException, SQLException {
        String run = ask(migration);
        await(run, "SUCCEEDED");
        return run;
    }

    /** From STARTED, which is the claim, to SUCCEEDED, by PostgreSQL's clock. */
    double seconds(String run) throws SQLException {
        return number("SELECT extract(epoch FROM finished_at - started_at) FROM run WHERE id = '%s'".formatted(run));
    }

    /** From the first chunk's beginning to the last one's end, by PostgreSQL's clock. */
    double secondsOfChunks(String run) throws SQLException {
        return number(
                "SELECT extract(epoch FROM max(ended_at) - min(begun_at)) FROM chunk WHERE stage = 'BULK' AND run = '%s'"
                        .formatted(run));
    }

    int chunks(String run) throws SQLException {
        return (int) number("SELECT count(*) FROM chunk WHERE state = 'PUBLISHED' AND run = '%s'".formatted(run));
    }

    double number(String sql) throws SQLException {
        return Double.parseDouble(value(sql));
    }

    String value(String sql) throws SQLException {
        return store.rows(sql).get(0).get(0);
    }

    @Override
    public void close() throws SQLException {
        stage.close();
        store.close();
    }
}
