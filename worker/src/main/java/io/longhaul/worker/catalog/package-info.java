/**
 * The migrations that this worker ships with: reads them from a directory, and completes those that are not required
 * here. It does not know how a run is carried out.
 */
@NullMarked
package io.longhaul.worker.catalog;

import org.jspecify.annotations.NullMarked;
