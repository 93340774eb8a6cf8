/**
 * May a rebuild go on, and if not, why: pure decisions over what was measured, and what measures. It must not know what
 * a chunk is, or what is done with its answer.
 */
@NullMarked
package io.longhaul.worker.throttle;

import org.jspecify.annotations.NullMarked;
