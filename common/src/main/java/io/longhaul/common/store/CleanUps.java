package io.longhaul.common.store;

import io.longhaul.common.run.CleanUp;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Leftover;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What runs leave to be put away later. A leftover is remembered before it is there; a reaper calls a worker when its
 * time has come; the worker begins it only while the run stands as it stood then. Nobody may take a run further while
 * it is being cleaned up after. Throws {@link StoreUnavailable} when PostgreSQL cannot be reached.
 */
public interface CleanUps {

    /** A worker that has begun one is taken for dead after so long; both statements may then be sent, harmlessly. */
    Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * Remembers what the operation of this attempt leaves, not to be put away before so long has passed. Doing it again
     * counts from now. False when the run is another's.
     */
    boolean leave(QueryId attempt, Leftover leftover, Duration keep);

    /** The run has put it away itself; false when the run is another's. */
    boolean seenTo(QueryId attempt, Leftover.Kind kind, String uuid);

    /** Whether a worker that was called for it has put it away. */
    boolean isDone(QueryId attempt, Leftover.Kind kind, String uuid);

    /**
     * Those whose day has come, with how their runs stand: those nobody was called for, or was in vain. None while each
     * worker that is up has a run in its hands.
     */
    List<Waiting> waiting();

    /** Wakes a worker for it, unless its run stands otherwise by now; whether it did. */
    boolean call(Waiting waiting);

    /** Takes what a worker was called for; empty when there is nothing more, or the run has gone on since. */
    Optional<CleanUp> begin(RunId run, WorkerId worker);

    /** It is put away, in these words. */
    void done(CleanUp cleanUp, WorkerId worker, String words);

    /** It is not, and is to be tried again after so long. */
    void failed(CleanUp cleanUp, WorkerId worker, Failure failure, Duration again);

    /**
     * One that may be due.
     *
     * @param state of the run
     * @param inState for how long the run has been in it
     */
    record Waiting(CleanUp cleanUp, RunState state, Duration inState) {}
}
