package io.longhaul.dispatcher.view;

import io.longhaul.common.board.TaskReader.PostedTask;
import io.longhaul.dispatcher.text.Spans;
import io.longhaul.dispatcher.text.Table;
import io.longhaul.dispatcher.text.Table.Cell;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The tasks as Redis has them. */
public final class TasksPage {

    private static final int NEWEST = 3;

    private final List<PostedTask> tasks;
    private final String redisCli;

    /** The page; {@code redisCli} is the command with the options that reach our Redis. */
    public TasksPage(List<PostedTask> tasks, String redisCli) {
        this.tasks = List.copyOf(tasks);
        this.redisCli = redisCli;
    }

    /** A line for each task; empty where there is none. */
    public String table(Instant now, int width, boolean colours) {
        if (tasks.isEmpty()) {
            return "";
        }
        Table table = new Table(Set.of(6), "TASK", "MIGRATION", "STATUS", "STATE", "WORKER", "QUERY", "%", "BEAT");
        for (PostedTask task : tasks) {
            table.add(
                    Cell.of(brief(task)),
                    Cell.of(task.migration()),
                    Cell.of(task.status()),
                    Cell.of(task.state()),
                    Cell.of(task.worker()),
                    Cell.of(task.query()),
                    Cell.of(task.percent()),
                    Cell.of(age(task.beatAt(), now)));
        }
        return table.draw(width, colours);
    }

    /** The commands that show the same, without Longhaul. */
    public String commands() {
        StringBuilder lines = new StringBuilder("The same without Longhaul:\n");
        lines.append("  ").append(redisCli).append(" HGETALL longhaul:runs\n");
        tasks.stream()
                .sorted(Comparator.comparing(PostedTask::beatAt).reversed())
                .limit(NEWEST)
                .forEach(task -> lines.append("  ")
                        .append(redisCli)
                        .append(" GET celery-task-meta-")
                        .append(task.id())
                        .append('\n'));
        return lines.toString();
    }

    private static String brief(PostedTask task) {
        return task.id().length() > 8 ? task.id().substring(0, 8) : task.id();
    }

    private static String age(String beatAt, Instant now) {
        try {
            return beatAt.isEmpty() ? "" : Spans.of(Duration.between(Instant.parse(beatAt), now)) + " ago";
        } catch (DateTimeParseException notATime) {
            return beatAt;
        }
    }
}
