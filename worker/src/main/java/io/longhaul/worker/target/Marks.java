package io.longhaul.worker.target;

import io.longhaul.common.run.QueryId;
import java.util.Set;

/**
 * What a target keeps of one run, among its own data: a restore from a backup takes it back with them.
 *
 * @param queries the statements that are marked there
 * @param fence the highest epoch that it was fenced for; 0 where it knows none
 */
public record Marks(Set<QueryId> queries, long fence) {

    public static final Marks NONE = new Marks(Set.of(), 0);

    public Marks {
        queries = Set.copyOf(queries);
    }
}
