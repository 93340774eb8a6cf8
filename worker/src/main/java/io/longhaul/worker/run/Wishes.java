package io.longhaul.worker.run;

import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Leaving;
import java.util.List;

/** What a worker does about what is asked of its run: pure decisions. */
final class Wishes {

    private Wishes() {}

    /**
     * Whether the statement in flight is not waited for.
     *
     * @param repeatable whether it may be sent again after it was killed; a pause must not cost more than time, so it
     *     waits for one that may not
     */
    static boolean killsTheStatement(Wish wish, boolean repeatable) {
        return switch (wish) {
            case STOP, ROLL_BACK -> true;
            case PAUSE_NOW -> repeatable;
            case RUN, PAUSE -> false;
        };
    }

    /** How the run is left when the wish is granted. */
    static Leaving granted(Wish wish, Direction direction) {
        return switch (wish) {
            case PAUSE, PAUSE_NOW -> Leaving.Paused.asAsked();
            case STOP ->
                Leaving.Ended.because(
                        direction == Direction.FORWARD ? RunState.FAILED : RunState.ROLLBACK_FAILED,
                        "stopped as asked");
            case ROLL_BACK -> new Leaving.Requeued(Direction.BACKWARD, "stopped as asked, going back", List.of());
            case RUN -> throw new IllegalArgumentException("nothing else is asked");
        };
    }
}
