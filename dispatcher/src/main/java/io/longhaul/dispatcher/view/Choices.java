package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Run;
import java.util.List;

/** The commands that make sense for a run in a state. */
public final class Choices {

    private Choices() {}

    /** Each as it is typed after {@code longhaul}; {@code id} is what the reader types for the migration. */
    public static List<String> of(Run run, String id) {
        String watch = "watch " + id;
        String pause = "pause " + id;
        String pauseNow = pause + " [--now]";
        String resume = "resume " + id;
        String stop = "stop " + id;
        String rollback = "rollback " + id;
        String plan = "show " + id + " --plan";
        boolean began = run.startedAt().isPresent();
        return switch (run.state()) {
            case QUEUED -> List.of(pause, began ? stop + " [--rollback]" : stop, watch);
            case STARTING, RUNNING -> List.of(pauseNow, stop + " [--rollback]", watch, plan);
            case ROLLING_BACK -> List.of(pauseNow, stop, watch, plan);
            case PAUSED -> List.of(resume, stop, rollback, plan);
            case FAILED -> List.of(resume, rollback, "errors " + id, plan);
            case ROLLBACK_FAILED -> List.of(resume, "errors " + id, plan);
            case SUCCEEDED -> List.of(rollback, "history " + id, plan);
            case REFUSED, NOT_REQUIRED, CANCELLED, ROLLED_BACK -> List.of("run " + id, "history " + id);
        };
    }
}
