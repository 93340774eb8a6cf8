/**
 * The migrations that this worker ships with: reads them from a directory, registers them in the store. It does not
 * know runs.
 */
@NullMarked
package io.longhaul.worker.catalog;

import org.jspecify.annotations.NullMarked;
