package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.stage.Waiting;
import io.longhaul.common.board.TaskReader.BoardUnavailable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Looks again until something is so; what cannot be looked at is not so yet. */
final class Poll {

    private Poll() {}

    /** Whether it came to be so in time. */
    static boolean until(Duration atMost, Callable<Boolean> condition) throws InterruptedException {
        return Waiting.within(atMost, Poll::isAway, condition);
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof IOException || failure instanceof SQLException || failure instanceof BoardUnavailable;
    }
}
