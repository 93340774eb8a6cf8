package io.longhaul.dispatcher.view;

import io.longhaul.common.run.RunState;
import java.util.List;

/** The commands that make sense for a run in a state. */
public final class Choices {

    private Choices() {}

    /** Each as it is typed after {@code longhaul}; {@code id} is what the reader types for the migration. */
    public static List<String> of(RunState state, String id) {
        String watch = "watch " + id;
        String plan = "show " + id + " --plan";
        return switch (state) {
            case QUEUED -> List.of(watch);
            case STARTING, RUNNING, ROLLING_BACK, PAUSED -> List.of(watch, plan);
            case REFUSED, NOT_REQUIRED, CANCELLED, ROLLED_BACK -> List.of("run " + id);
            case FAILED, ROLLBACK_FAILED, SUCCEEDED -> List.of(plan);
        };
    }
}
