package io.longhaul.dispatcher.reap;

import io.longhaul.common.board.Task;
import io.longhaul.common.board.TaskBoard;
import io.longhaul.common.board.TaskReader;
import io.longhaul.common.board.TaskReader.BoardUnavailable;
import io.longhaul.common.board.TaskReader.PostedTask;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Run;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.RunError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the tasks anew that Redis has lost, or that still tell of a worker which let go of its run and died before it
 * could say so: of every migration's newest run, unless that was over a week ago. What stands there of a run in a
 * worker's hand is left alone; that worker knows more.
 */
public final class Mirror {

    private static final Duration KEPT = Duration.ofDays(7);

    private final RunSearch search;
    private final TaskReader reader;
    private final TaskBoard board;

    public Mirror(RunSearch search, TaskReader reader, TaskBoard board) {
        this.search = search;
        this.reader = reader;
        this.board = board;
    }

    /** How many it wrote; none while Redis is away. Throws when PostgreSQL is. */
    int pass() {
        Map<String, String> posted;
        try {
            posted = reader.tasks().stream()
                    .filter(task -> !task.meta().isEmpty())
                    .collect(Collectors.toMap(PostedTask::id, PostedTask::state, (one, other) -> one));
        } catch (BoardUnavailable away) {
            return 0;
        }
        List<Run> lost = search.overview().stream()
                .filter(Mirror::isKept)
                .flatMap(line -> line.run().stream())
                .filter(run ->
                        isLost(run, Optional.ofNullable(posted.get(run.id().toString()))))
                .toList();
        return (int) lost.stream().filter(run -> board.post(task(run))).count();
    }

    private static boolean isLost(Run run, Optional<String> posted) {
        return posted.map(state ->
                        !run.state().isOwned() && !state.equals(run.state().name()))
                .orElse(true);
    }

    private static boolean isKept(Overview line) {
        return line.run().filter(run -> !run.state().isOver()).isPresent()
                || line.inState().filter(age -> age.compareTo(KEPT) < 0).isPresent();
    }

    private Task task(Run run) {
        List<RunError> errors = search.details(run.id()).map(Details::errors).orElse(List.of());
        Optional<Failure> last = errors.isEmpty()
                ? Optional.empty()
                : Optional.of(errors.get(errors.size() - 1).failure());
        return new Task(run, Optional.empty(), Optional.empty(), last);
    }
}
