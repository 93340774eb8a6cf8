package io.longhaul.worker.target;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database that migrations work on. {@link #execute} is for one thread; the reads may be called beside it from
 * another. Nothing is ever sent twice for one call.
 */
public interface Target extends AutoCloseable {

    /** Sends a statement and waits for its end, however long that takes. */
    Outcome execute(TargetStatement statement);

    /**
     * Reads all rows of a small result, values as text; a column that is NULL is left out of its row.
     *
     * @throws TargetRefused when the database says no or does not answer
     */
    List<Map<String, String>> rows(String query, Map<String, String> parameters);

    /** How far a statement is; absent when the database does not know it. Throws {@link TargetRefused}. */
    Optional<Running> running(QueryId query);

    /** The ids of statements in flight that begin so. Throws {@link TargetRefused}. */
    List<QueryId> running(String prefix);

    /**
     * Asks the database to kill a statement; returns at once, says nothing of whether it is gone. Throws
     * {@link TargetRefused}.
     */
    void kill(QueryId query);

    /** The names of tables of the target database that begin so. Throws {@link TargetRefused}. */
    List<String> tables(String prefix);

    /** Free bytes on all disks of the server together. Throws {@link TargetRefused}. */
    long freeDiskBytes();

    /**
     * Free bytes on the disks that a table of the target database may be written to, together. Throws
     * {@link TargetRefused}, also when there is no such table.
     */
    long freeDiskBytesFor(String table);

    /** Rows of a table of the target database. Throws {@link TargetRefused}, also when there is no such table. */
    long rowCount(String table);

    /**
     * Bytes that a table of the target database takes on disk. Throws {@link TargetRefused}, also when there is no such
     * table.
     */
    long tableBytes(String table);

    /** Whether the same statement may work later, by the database's code. */
    boolean mayPass(Failure failure);

    /** Whether the failure is that the database said nothing: nobody knows what it did. */
    boolean gaveNoAnswer(Failure failure);

    /** Whether a statement that failed so has left no trace, by the database's code. */
    boolean changedNothing(Failure failure);

    /** The name, quoted so that the database reads nothing else into it. */
    String quoted(String identifier);

    /**
     * Before a new owner of a run looks for what older epochs left: from now on the database itself turns their
     * statements away, where it can. Throws {@link TargetRefused}.
     */
    void fence(Hold hold);

    /**
     * Whether a statement that was sent has had its effect, from what the database keeps of it; absent where that
     * cannot tell. To be asked only once the statement runs no more. Throws {@link TargetRefused}.
     */
    Optional<Boolean> committed(QueryId query);

    /**
     * Keeps, among the data, a mark that a statement has had its effect, unless there is one. To be called before
     * anybody else is told. False where the database keeps none. Throws {@link TargetRefused}.
     */
    boolean mark(QueryId query);

    /** The marks of a run. Throws {@link TargetRefused}. */
    Marks marks(RunId run);

    /** Whether the database answers. */
    boolean isReachable();

    @Override
    void close();
}
