/**
 * How times, amounts and tables look on a terminal: pure functions from values to text. It must not know what a run is.
 */
@NullMarked
package io.longhaul.dispatcher.text;

import org.jspecify.annotations.NullMarked;
