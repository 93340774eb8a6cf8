/**
 * Functions that authors wrote in Java, carried out inside the worker as if they were statements. It knows how to call
 * them, not what they do.
 */
@NullMarked
package io.longhaul.worker.target.java;

import org.jspecify.annotations.NullMarked;
