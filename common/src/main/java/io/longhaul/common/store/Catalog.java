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

    /**
     * Remembers that there is something to do for a migration here, unless its definition is another by now.
     *
     * @param by the worker whose question it was
     */
    void requiredHere(WorkerId by, Definition definition);

    /**
     * Remembers that there is nothing to do for a migration here, and completes it: a run that is {@code NOT_REQUIRED}
     * from its beginning. One that ever ran, and one whose definition is another by now, stays as it is; of many who
     * say so at once, one completes it. Returns whether this call did.
     *
     * @param by the worker whose question it was
     */
    boolean notRequiredHere(WorkerId by, Definition definition, String why);
}
