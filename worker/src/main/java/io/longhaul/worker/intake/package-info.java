/** From a wake-up to a claimed run and back to waiting; alone knows deliveries. It does not know what a run does. */
@NullMarked
package io.longhaul.worker.intake;

import org.jspecify.annotations.NullMarked;
