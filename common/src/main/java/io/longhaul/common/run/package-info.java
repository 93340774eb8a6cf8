/**
 * What a run is: its states, its epoch, its attempts, what is asked of it. It knows neither where runs are stored nor
 * who carries them out.
 */
@NullMarked
package io.longhaul.common.run;

import org.jspecify.annotations.NullMarked;
