package io.longhaul.common.queue;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;

/**
 * Tells workers that a run is worth a look.
 *
 * @param run which
 * @param migration of which, for people who look at the queue
 * @param dispatch the number that the run must still wait for; otherwise the wake-up is stale
 * @param direction which way the run is to go, for people who look at the queue
 */
public record WakeUp(RunId run, MigrationId migration, int dispatch, Direction direction) {}
