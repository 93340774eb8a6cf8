/**
 * Signs of life and the courtesy lock: what keeps a second worker from starting and shows the first one alive.
 * Correctness never depends on it; the epoch in the store does that.
 */
@NullMarked
package io.longhaul.common.lease;

import org.jspecify.annotations.NullMarked;
