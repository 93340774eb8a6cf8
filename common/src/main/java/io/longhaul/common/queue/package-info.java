/**
 * How a wake-up travels from dispatcher to worker, and a question to a worker and its answer back. A message says that
 * a run is worth a look, or asks how things are; never what is true. It may be lost, late or doubled without harm.
 */
@NullMarked
package io.longhaul.common.queue;

import org.jspecify.annotations.NullMarked;
