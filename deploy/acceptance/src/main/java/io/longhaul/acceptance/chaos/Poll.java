package io.longhaul.acceptance.chaos;

import io.longhaul.common.board.TaskReader.BoardUnavailable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** Looks again until something is so; what cannot be looked at is not so yet. */
final class Poll {

    private static final Duration STEP = Duration.ofMillis(100);

    private Poll() {}

    /** Whether it came to be so in time. */
    static boolean until(Duration atMost, Condition condition) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < atMost.toNanos()) {
            if (isTrue(condition)) {
                return true;
            }
            Thread.sleep(STEP.toMillis());
        }
        return isTrue(condition);
    }

    private static boolean isTrue(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (IOException | SQLException | BoardUnavailable notNow) {
            return false;
        }
    }

    /** What may be so. */
    interface Condition {
        boolean holds() throws IOException, SQLException, InterruptedException;
    }
}
