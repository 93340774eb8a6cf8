package io.longhaul.acceptance.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What became of one script.
 *
 * @param script that was played
 * @param end the state that the run ended in
 * @param ends how often it ended and all was looked at
 * @param blows the kinds of those that fell
 * @param takeovers from a worker's death to the next statement of a later epoch, where nothing else was out of order
 * @param goneAfter from the wish that a statement ends to its end
 * @param lost rows
 * @param doubled rows
 * @param stuck the run did not end by itself
 * @param violations what must not be, a sentence each; empty when all is well
 * @param time in all
 */
record Outcome(
        Script script,
        String end,
        int ends,
        List<String> blows,
        List<Duration> takeovers,
        List<Duration> goneAfter,
        long lost,
        long doubled,
        boolean stuck,
        List<String> violations,
        Duration time) {

    Outcome {
        blows = List.copyOf(blows);
        takeovers = List.copyOf(takeovers);
        goneAfter = List.copyOf(goneAfter);
        violations = List.copyOf(violations);
    }

    boolean isWell() {
        return violations.isEmpty();
    }
}
