/** The way of one process to one service: what goes over it can be heard, held back and cut. It knows neither end. */
@NullMarked
package io.longhaul.acceptance.link;

import org.jspecify.annotations.NullMarked;
