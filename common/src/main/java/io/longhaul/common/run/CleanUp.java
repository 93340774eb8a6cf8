package io.longhaul.common.run;

import io.longhaul.common.migration.MigrationId;

/**
 * A leftover of a run as a task: a reaper calls a worker for it, once its time has come.
 *
 * @param id by which the store knows it
 * @param run that left it
 * @param migration of the run
 * @param operation of the plan that left it
 * @param leftover what is to be put away
 * @param epoch of the run when a worker was called
 * @param tries how often a worker has begun it
 */
public record CleanUp(
        long id, RunId run, MigrationId migration, int operation, Leftover leftover, Epoch epoch, int tries) {

    /** For its statements on the target. */
    public QueryId query() {
        return QueryId.ofCleanUp(run, operation, epoch, tries);
    }
}
