/**
 * What stands between a claim and the first operation: the start checks, then the frozen plan. It changes nothing on a
 * target.
 */
@NullMarked
package io.longhaul.worker.start;

import org.jspecify.annotations.NullMarked;
