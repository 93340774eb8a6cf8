package io.longhaul.worker.run;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Stall;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether a statement in flight stands still: pure. What it says kills nothing, it tells somebody to look; so
 * it waits long enough that a small or slow run is not cried over.
 */
final class Stalls {

    /** How many times as long as usual is too long. */
    static final int FACTOR = 6;

    /** No run is that hasty: rows that pause for less are no news. */
    static final Duration FLOOR = Duration.ofMinutes(1);

    /** For statements that never said a row: mutations, merges and DDL do not, however well they get on. */
    static final Duration SILENT_FLOOR = Duration.ofMinutes(10);

    /** An answer may be on its way for a moment after its statement has ended. */
    static final Duration GONE = Duration.ofSeconds(30);

    private Stalls() {}

    static Optional<Stall> of(Facts facts) {
        if (facts.gone().filter(gone -> gone.compareTo(GONE) >= 0).isPresent()) {
            return Optional.of(new Stall(
                    facts.gone().get(),
                    "the database does not know the statement any more, and no answer has come (%s)"
                            .formatted(facts.query())));
        }
        Duration limit = limit(facts);
        return facts.still().compareTo(limit) >= 0
                ? Optional.of(new Stall(facts.still(), why(facts, limit)))
                : Optional.empty();
    }

    static Duration limit(Facts facts) {
        Duration floor = facts.hasMoved() ? FLOOR : SILENT_FLOOR;
        return facts.usual()
                .map(usual -> usual.multipliedBy(FACTOR))
                .filter(longer -> longer.compareTo(floor) > 0)
                .orElse(floor);
    }

    private static String why(Facts facts, Duration limit) {
        String what = facts.hasMoved() ? "no row read or written any more" : "no row read or written yet";
        String expected = facts.usual()
                .map(usual -> "%d s at most is expected where a statement takes %d s"
                        .formatted(limit.toSeconds(), usual.toSeconds()))
                .orElse("%d s at most is expected".formatted(limit.toSeconds()));
        String silence = facts.answers() ? "" : ", and the database does not answer";
        return "%s%s; %s (%s)".formatted(what, silence, expected, facts.query());
    }

    /**
     * What was measured.
     *
     * @param query the statement
     * @param still since when no row has moved
     * @param hasMoved whether one ever did
     * @param usual the median time of the statements that this walk has carried out, once there are any
     * @param gone for how long the database has not known the statement that our thread waits for
     * @param answers whether the database answered the last look
     */
    record Facts(
            QueryId query,
            Duration still,
            boolean hasMoved,
            Optional<Duration> usual,
            Optional<Duration> gone,
            boolean answers) {}
}
