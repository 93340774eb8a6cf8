package io.longhaul.common.store;

import io.longhaul.common.run.QueryId;
import java.util.Optional;

/**
 * How far operations in Java have come, in their own words. Throws {@link StoreUnavailable} when PostgreSQL cannot be
 * reached. Safe for use by many threads.
 */
public interface Checkpoints {

    /** What was last remembered by any attempt at the operation that this attempt is of. */
    Optional<String> last(QueryId attempt);

    /** What was last remembered going forward by any attempt at the operation that this attempt takes back. */
    Optional<String> lastForward(QueryId attempt);

    /** Remembers it with this attempt; false when its run is another's, or it has ended. */
    boolean remember(QueryId attempt, String checkpoint);
}
