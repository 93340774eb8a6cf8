package io.longhaul.common.migration;

import java.util.List;
import java.util.Map;

/** What a function of a migration may see. For the thread that it is given to. */
public interface Look {

    /** What was chosen for the run, and the columns of {@code forEach}, as they are bound. */
    Map<String, String> parameters();

    /**
     * Reads all rows of a small result, values as text; a column that is NULL is left out of its row.
     * {@code {name:Type}} in the query is a bound parameter. Throws {@link WorkFailed}.
     */
    List<Map<String, String>> rows(Query query, Map<String, String> values);
}
