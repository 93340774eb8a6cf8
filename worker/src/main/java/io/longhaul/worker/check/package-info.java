/** Looks at the conditions of a migration on a target. It changes nothing there, and decides nothing about a run. */
@NullMarked
package io.longhaul.worker.check;

import org.jspecify.annotations.NullMarked;
