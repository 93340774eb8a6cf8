/**
 * Does what a worker is called for after a run: puts away what it has left. It knows tasks of this kind and who does
 * them, and must not know how a table is rebuilt nor how deliveries travel.
 */
@NullMarked
package io.longhaul.worker.cleanup;

import org.jspecify.annotations.NullMarked;
