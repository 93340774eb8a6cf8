/**
 * The first five minutes: fills an example table, lets Longhaul migrate it, and shows what came of it. It uses Longhaul
 * as its users do, through the launchers, and knows nothing of its inside.
 */
@NullMarked
package io.longhaul.local.quickstart;

import org.jspecify.annotations.NullMarked;
