package io.longhaul.common.migration;

import java.util.Map;
import java.util.Optional;

/**
 * What an {@link Action} works with. For the thread that it is given to: nothing of it may be used from another, or
 * after the action has returned.
 */
public interface Work extends Look {

    /**
     * Sends one statement and waits for its end; on PostgreSQL it is one transaction. It carries the run and the epoch,
     * so that nothing of it goes on under the next owner of the run. Returns the number of rows that the database says
     * were written. Throws {@link WorkFailed}, also when the run is to stop, or another worker has it.
     *
     * @param values of {@code {name:Type}} in the statement
     */
    long execute(Query statement, Map<String, String> values);

    /** Says how far the action is, from 0 to 1. */
    void progress(double fraction);

    /** What was last remembered for this operation of this run, by whatever worker. */
    Optional<String> checkpoint();

    /**
     * Remembers how far the action has come, for the worker that may have to go on after a crash. Throws
     * {@link WorkFailed}.
     */
    void remember(String checkpoint);

    /** Throws {@link WorkFailed} when the run is to stop; to be called in loops that send no statement. */
    void goOn();
}
