/**
 * Where the truth is: ports to PostgreSQL, in which every change of a run is one compare-and-set on its state and
 * epoch. It knows neither queue nor Redis.
 */
@NullMarked
package io.longhaul.common.store;

import org.jspecify.annotations.NullMarked;
