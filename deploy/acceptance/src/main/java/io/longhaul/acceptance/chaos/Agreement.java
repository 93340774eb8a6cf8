package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Truth;
import io.longhaul.common.board.TaskReader;
import io.longhaul.common.board.TaskReader.PostedTask;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether journal, run, outbox, task and target tell the same story once a run has ended. */
final class Agreement {

    private final Truth truth;
    private final TaskReader board;
    private final Stage stage;

    Agreement(Truth truth, TaskReader board, Stage stage) {
        this.truth = truth;
        this.board = board;
        this.stage = stage;
    }

    /** What they disagree about now; the board and the outbox may be a moment behind. */
    List<String> troubles(Truth.Now run) throws SQLException, IOException, InterruptedException {
        List<String> troubles = new ArrayList<>();
        truth.rows("SELECT query_id FROM attempt WHERE run = '%s' AND result IS NULL".formatted(run.run()))
                .forEach(row -> troubles.add("attempt %s has no result".formatted(row)));
        truth.rows(
                        "SELECT epoch, string_agg(DISTINCT worker, ', ') FROM attempt WHERE run = '%s' GROUP BY epoch HAVING count(DISTINCT worker) > 1"
                                .formatted(run.run()))
                .forEach(row -> troubles.add("more than one worker in an epoch of the journal: " + row));
        if (run.state().equals("SUCCEEDED")) {
            truth.rows("""
                            SELECT o ->> 'index', o ->> 'name'
                              FROM plan, jsonb_array_elements(document -> 'operations') o
                             WHERE run = '%1$s'
                               AND NOT EXISTS (SELECT FROM attempt a
                                                WHERE a.run = '%1$s' AND a.operation = CAST(o ->> 'index' AS integer)
                                                  AND a.direction = 'FORWARD' AND a.result IN ('DONE', 'FOUND_DONE'))""".formatted(run.run()))
                    .forEach(row -> troubles.add("succeeded, but the journal has no result for operation " + row));
        }
        truth.rows("SELECT id FROM outbox WHERE run = '%s' AND published_at IS NULL".formatted(run.run()))
                .forEach(row -> troubles.add("outbox entry %s was never sent".formatted(row)));
        truth.rows("SELECT id FROM run WHERE id = '%s' AND slot IS NOT NULL".formatted(run.run()))
                .forEach(row -> troubles.add("the run has ended and keeps the slot"));
        Optional<PostedTask> task = board.tasks().stream()
                .filter(posted -> posted.id().equals(run.run()))
                .findFirst();
        if (!task.map(PostedTask::state).equals(Optional.of(run.state()))) {
            troubles.add(
                    "the run is %s, its task on the board is %s".formatted(run.state(), task.map(PostedTask::state)));
        }
        String queries =
                stage.value("SELECT groupArray(query_id) FROM system.processes WHERE startsWith(query_id, 'lh-')");
        if (!queries.equals("[]")) {
            troubles.add("statements still run: " + queries);
        }
        return troubles;
    }
}
