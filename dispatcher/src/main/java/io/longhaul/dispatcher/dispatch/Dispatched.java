package io.longhaul.dispatcher.dispatch;

import io.longhaul.common.store.Enqueued;
import java.util.Optional;

/**
 * What came of asking for a run.
 *
 * @param answer what PostgreSQL holds now
 * @param unsent why the wake-up is not in the queue yet, as a clause; the reaper will send it
 */
public record Dispatched(Enqueued answer, Optional<String> unsent) {}
