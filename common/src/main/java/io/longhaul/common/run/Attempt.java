package io.longhaul.common.run;

import java.time.Instant;
import java.util.Optional;

/**
 * One try of an operation, by one worker, in one epoch: a line of the journal.
 *
 * @param id counts up over all runs
 * @param operation index in the plan
 * @param chunk of the operation; 0 where it is not divided
 * @param direction forward, or taking the operation back
 * @param epoch in which it was begun
 * @param worker who began it
 * @param query the id on the target, stored before the statement was sent
 * @param statement as sent
 * @param begunAt when the intent was stored
 * @param endedAt when the result was stored; absent while nobody knows the result
 * @param result how it ended
 * @param rows written
 * @param marked the target keeps a mark of it, as long as it keeps its effect
 */
public record Attempt(
        long id,
        int operation,
        int chunk,
        Direction direction,
        Epoch epoch,
        WorkerId worker,
        QueryId query,
        String statement,
        Instant begunAt,
        Optional<Instant> endedAt,
        Optional<Result> result,
        long rows,
        boolean marked) {

    /** How an attempt ended. */
    public enum Result {
        /** Carried out, and verified where the definition says how. */
        DONE,
        /** Found to have been done already, by an attempt whose result was never stored. */
        FOUND_DONE,
        /** Did not work; the errors say why. */
        FAILED,
        /** Had been done; a restore of the target has undone it. */
        LOST
    }

    /** Whether the operation needs no further attempt. */
    public boolean isDone() {
        return result.filter(r -> r == Result.DONE || r == Result.FOUND_DONE).isPresent();
    }
}
