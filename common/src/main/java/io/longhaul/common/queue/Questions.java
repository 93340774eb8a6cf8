package io.longhaul.common.queue;

import io.longhaul.common.run.WorkerId;
import java.time.Duration;

/**
 * Asks workers, whatever they are doing. Connects when it must, keeps each bound, and never throws for the broker's
 * sake. Not thread-safe.
 */
public interface Questions extends AutoCloseable {

    /**
     * The longest that a question waits to be heard; to wait longer for its answer is of use only while it is worked
     * on.
     */
    Duration LIFE = Duration.ofSeconds(10);

    /** Asks any one worker. */
    Asked ask(Question question, Duration within);

    /** Asks this worker and no other. */
    Asked ask(WorkerId worker, Question question, Duration within);

    @Override
    void close();
}
