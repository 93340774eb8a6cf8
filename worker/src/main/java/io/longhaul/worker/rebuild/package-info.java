/**
 * Gives a ClickHouse table that is being written to another shape: builds a new table beside it, copies or links the
 * rows chunk by chunk, exchanges the two, and brings what came meanwhile. Each step can be told from the store and the
 * data, so that whoever goes on knows what is done. It speaks ClickHouse through the port of targets alone, and must
 * not know plans, journals or how a run is walked.
 */
@NullMarked
package io.longhaul.worker.rebuild;

import org.jspecify.annotations.NullMarked;
