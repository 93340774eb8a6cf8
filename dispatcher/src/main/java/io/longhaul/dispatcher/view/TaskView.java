package io.longhaul.dispatcher.view;

import io.longhaul.common.board.TaskReader.PostedTask;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code tasks --output json} says of one task, as it stands in Redis; null is not there.
 *
 * @param status Celery's word
 * @param state Longhaul's word
 * @param beatAt when it was last written
 * @param meta what Celery's tools read
 */
public record TaskView(
        String taskId,
        String migration,
        @Nullable String status,
        @Nullable String state,
        @Nullable String worker,
        @Nullable String queryId,
        @Nullable String percent,
        @Nullable String beatAt,
        @Nullable JsonNode meta) {

    public static TaskView of(PostedTask task) {
        return new TaskView(
                task.id(),
                task.migration(),
                known(task.status()),
                known(task.state()),
                known(task.worker()),
                known(task.query()),
                known(task.percent()),
                known(task.beatAt()),
                Json.tree(task.meta()));
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }
}
