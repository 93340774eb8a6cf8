/**
 * What earlier epochs of a run left on a target: finds it, kills it or waits for it, drops it. It does not know plans,
 * and never touches what belongs to a later epoch.
 */
@NullMarked
package io.longhaul.worker.settle;

import org.jspecify.annotations.NullMarked;
