package io.longhaul.dispatcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.board.TaskReader.PostedTask;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.Runs;
import java.util.List;
import org.junit.jupiter.api.Test;

class TasksPageTest {

    private static final PostedTask GOING = new PostedTask(
            Runs.ID.toString(),
            "0007_events_sorting_key",
            "STARTED",
            "RUNNING",
            "w-7f3",
            "lh-8f41c2d6-2-0-e3",
            "41",
            "2026-03-14T03:14:14Z",
            "{\"status\":\"STARTED\",\"result\":{\"migration\":\"0007_events_sorting_key\"}}");

    private static final PostedTask HALF_WRITTEN = new PostedTask(
            "11111111-0b7e-4c1e-9d55-2a41c7e90b13", "0008_sessions_engine", "", "QUEUED", "", "", "", "", "not JSON");

    private static final TasksPage PAGE = new TasksPage(List.of(GOING, HALF_WRITTEN), "redis-cli -p 46379");

    @Test
    void tasksAreShownAsRedisHasThem() {
        Golden.assertMatches("tasks.txt", PAGE.table(Runs.NOW, 120, false) + "\n" + PAGE.commands());
    }

    @Test
    void tasksAreJsonForPrograms() {
        List<TaskView> views =
                List.of(GOING, HALF_WRITTEN).stream().map(TaskView::of).toList();

        Golden.assertMatches("tasks.json", Json.document(views));
    }

    @Test
    void aTimeThatIsNoneIsShownAsItIs() {
        PostedTask odd = new PostedTask("1", "0008", "", "", "", "", "", "yesterday", "");

        assertThat(new TasksPage(List.of(odd), "redis-cli").table(Runs.NOW, 120, false))
                .contains("yesterday");
    }
}
