/**
 * Finds out what a run of a migration would be, within the time that people wait. It changes nothing, and does not know
 * runs.
 */
@NullMarked
package io.longhaul.worker.preview;

import org.jspecify.annotations.NullMarked;
