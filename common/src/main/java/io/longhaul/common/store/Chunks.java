package io.longhaul.common.store;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The pieces of built-in operations. All that is stored is stored for the operation of an attempt, by the worker whose
 * attempt it is, as long as its epoch lasts: false says that the run is another's. Throws {@link StoreUnavailable} when
 * PostgreSQL cannot be reached. Safe for use by many threads.
 */
public interface Chunks {

    /** Those of the operation that this attempt is of, in its direction, by number. */
    List<Chunk> of(QueryId attempt);

    /** Those of the operation that this attempt takes back, as it was carried out, by number. */
    List<Chunk> forwardOf(QueryId attempt);

    /** Those of an operation of a run in both directions, for who does not carry it out. */
    List<Chunk> of(RunId run, int operation);

    /** Stores that these rows are to be copied, in the place of these chunks, of which nothing is in the new table. */
    boolean plan(QueryId attempt, Chunk.Stage stage, List<Slice> slices, List<Integer> instead);

    /** Stores that the one statement of these chunks is about to be sent under this id. */
    boolean begin(QueryId attempt, List<Integer> chunks, QueryId statement);

    /** Stores what a chunk's statement has copied, before any of it is published. */
    boolean filled(QueryId attempt, int chunk, Chunk.Filling filling);

    /** Stores that all rows of a chunk are in the new table. */
    boolean published(QueryId attempt, int chunk);

    /** The same of some that were never filled, or of which more is known now. */
    boolean published(QueryId attempt, Map<Integer, Chunk.Filling> fillings);

    /** Stores that nothing of a chunk is in the new table: it is to be copied again. */
    boolean undone(QueryId attempt, int chunk);

    /** Stores why a try of a chunk has failed, and after how long there is another. */
    boolean failed(QueryId attempt, int chunk, Failure failure, Duration again);

    /** Begins again with none: nothing of any is in the new table, which is gone. */
    boolean forget(QueryId attempt);
}
