package io.longhaul.common.store;

import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The story of each run, one line an event, kept for good. Throws {@link StoreUnavailable} when PostgreSQL cannot be
 * reached.
 */
public interface Events {

    /** A worker adds a line to the story of the run that it has in hand; false when fenced. */
    boolean tell(Hold hold, String kind, String text);

    /**
     * A reaper doubts that the worker of this epoch lives. Of many that say so one is written; false when another was
     * first, or the epoch is over.
     */
    boolean doubt(Hold hold, String why, String reaper);

    /** A reaper no longer doubts it; false where nobody did, or the epoch is over. */
    boolean trust(Hold hold, String why, String reaper);

    /** A run's story, oldest first. */
    List<Event> of(RunId run);

    /**
     * One line of a story.
     *
     * @param at by PostgreSQL's clock
     * @param kind one word, stable, for programs
     * @param epoch of the run at that moment
     * @param actor who did it: a worker, a reaper, a person
     * @param text for people
     */
    record Event(Instant at, String kind, long epoch, Optional<String> actor, String text) {}
}
