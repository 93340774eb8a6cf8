package io.longhaul.common.board.redisson;

import io.longhaul.common.board.Task;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A task as Celery keeps it under {@code celery-task-meta-<id>}, with all the fields of {@code result_extended}. In
 * every status the result tells what the run does; epoch and sequence in it say which of two records is newer.
 */
final class TaskRecord {

    static final String KEY = "celery-task-meta-";

    private static final String NAME = "longhaul.run";
    private static final String QUEUE = "longhaul.runs";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private TaskRecord() {}

    static String json(Task task) {
        Run run = task.run();
        CeleryStatus status = CeleryStatus.of(run.state(), run.epoch());
        ObjectNode json = MAPPER.createObjectNode().put("status", status.name());
        json.set("result", result(task, status));
        json.put(
                "traceback",
                status.hasException() ? task.failure().map(Object::toString).orElse(null) : null);
        json.putArray("children");
        json.put(
                "date_done", status.isReady() ? Timestamps.text(run.finishedAt().orElse(run.changedAt())) : null);
        json.put("task_id", run.id().toString()).put("name", NAME);
        json.putArray("args").add(run.id().toString());
        ObjectNode kwargs =
                json.putObject("kwargs").put("migration", run.migration().value());
        new TreeMap<>(run.parameters()).forEach((name, value) -> kwargs.putIfAbsent(name, StringNode.valueOf(value)));
        json.put("worker", run.worker().map(Object::toString).orElse(null));
        return json.put("queue", QUEUE)
                .put("retries", Math.max(0, run.dispatch() - 1))
                .toString();
    }

    private static ObjectNode result(Task task, CeleryStatus status) {
        Run run = task.run();
        ObjectNode result = MAPPER.createObjectNode();
        if (status.hasException()) {
            CeleryException exception = CeleryException.of(task);
            result.put("exc_type", exception.type());
            result.putArray("exc_message").add(exception.message());
            result.put("exc_module", exception.module());
        }
        result.put("migration", run.migration().value())
                .put("state", run.state().name())
                .put("direction", run.direction().name().toLowerCase(Locale.ROOT))
                .put("operation", task.operation().orElse(null))
                .put("query_id", task.query().map(Object::toString).orElse(null));
        progress(result, run.progress());
        result.put("epoch", run.epoch().value())
                .put("sequence", run.sequence())
                .put("worker", run.worker().map(Object::toString).orElse(null))
                .put("asked_by", run.askedBy())
                .put("started_at", run.startedAt().map(Timestamps::text).orElse(null))
                .put("beat_at", run.beatAt().map(Timestamps::text).orElse(null))
                .put("reason", run.reason().orElse(null));
        return result;
    }

    private static void progress(ObjectNode result, Progress progress) {
        result.put("progress", progress.percent())
                .put("rows_done", progress.rowsDone())
                .put("rows_expected", progress.rowsExpected())
                .put("rows_per_second", Math.round(progress.rowsPerSecond()))
                .put("seconds_left", progress.left().map(Duration::toSeconds).orElse(null))
                .put("doing", progress.doing().map(Progress.Doing::step).orElse(null))
                .put(
                        "throttled",
                        progress.doing().flatMap(Progress.Doing::throttled).orElse(null));
    }
}
