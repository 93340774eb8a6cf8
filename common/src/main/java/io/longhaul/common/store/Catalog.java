package io.longhaul.common.store;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.run.WorkerId;
import java.util.List;

/** The migrations that workers ship with. Throws {@link StoreUnavailable} when PostgreSQL cannot be reached. */
public interface Catalog {

    /**
     * Stores what a worker ships with, once {@link Presence#arrive} knows it; a definition that changed replaces the
     * older one for runs yet to come.
     */
    void register(WorkerId worker, List<Definition> definitions);
}
