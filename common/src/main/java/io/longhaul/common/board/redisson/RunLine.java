package io.longhaul.common.board.redisson;

import io.longhaul.common.board.Task;
import io.longhaul.common.run.Run;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * A migration's line in the hash {@code longhaul:runs}, the first thing that on-call reads: what matters at night comes
 * first, what says which of two lines is newer comes last.
 */
final class RunLine {

    static final String KEY = "longhaul:runs";

    private RunLine() {}

    static String json(Task task) {
        Run run = task.run();
        return JsonMapper.shared()
                .createObjectNode()
                .put("task", run.id().toString())
                .put("state", run.state().name())
                .put("progress", run.progress().percent())
                .put("worker", run.worker().map(Object::toString).orElse(null))
                .put("queryId", task.query().map(Object::toString).orElse(null))
                .put("beatAt", run.beatAt().map(Timestamps::text).orElse(null))
                .put("operation", task.operation().orElse(null))
                .put("direction", run.direction().name().toLowerCase(Locale.ROOT))
                .put("reason", run.reason().orElse(null))
                .put("askedAt", Timestamps.text(run.askedAt()))
                .put("epoch", run.epoch().value())
                .put("sequence", run.sequence())
                .toString();
    }
}
