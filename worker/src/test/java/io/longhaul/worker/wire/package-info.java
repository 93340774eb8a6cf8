/** The way of a test's worker to a server, which breaks at a chosen word. It knows neither end. */
@NullMarked
package io.longhaul.worker.wire;

import org.jspecify.annotations.NullMarked;
