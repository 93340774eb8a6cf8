/** A migration that needs Java, as an author of a product writes one; it knows nothing but {@code common}. */
@NullMarked
package io.longhaul.worker.predecessor;

import org.jspecify.annotations.NullMarked;
