/**
 * How a wake-up travels from dispatcher to worker. A message says that a run is worth a look, never what is true; it
 * may be lost, late or doubled without harm.
 */
@NullMarked
package io.longhaul.common.queue;

import org.jspecify.annotations.NullMarked;
