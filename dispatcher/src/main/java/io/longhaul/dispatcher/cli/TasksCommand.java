package io.longhaul.dispatcher.cli;

import io.longhaul.common.board.TaskReader;
import io.longhaul.common.board.TaskReader.PostedTask;
import io.longhaul.dispatcher.view.Json;
import io.longhaul.dispatcher.view.TaskView;
import io.longhaul.dispatcher.view.TasksPage;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longhaul tasks}. */
@Command(
        name = "tasks",
        description = {
            "Shows the tasks as they stand in Redis.",
            "In the words that Celery users know, with the redis-cli commands that show the same. Redis is a mirror: what"
                    + " is true stands in 'longhaul list'. Needs only Redis."
        },
        footer = {"", "Example:", "  longhaul tasks"})
final class TasksCommand implements Callable<Integer> {

    private final Supplier<TaskReader> reader;
    private final Supplier<String> redisCli;
    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private Output output = new Output();

    TasksCommand(Supplier<TaskReader> reader, Supplier<String> redisCli, Terminal terminal, Clock clock) {
        this.reader = reader;
        this.redisCli = redisCli;
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        List<PostedTask> tasks = reader.get().tasks();
        if (output.isJson()) {
            terminal.data(Json.document(tasks.stream().map(TaskView::of).toList()));
            return ExitCode.DONE.number();
        }
        TasksPage page = new TasksPage(tasks, redisCli.get());
        terminal.data(page.table(clock.instant(), terminal.width(), terminal.outColours()));
        terminal.say(
                tasks.isEmpty()
                        ? "There is no task in Redis."
                        : "\n" + page.commands().stripTrailing());
        return ExitCode.DONE.number();
    }
}
