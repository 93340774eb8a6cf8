/**
 * Does what the pages in {@code docs} say, so that they cannot go stale: types their commands, and looks for what they
 * show. It knows nothing of what the pages are about.
 */
@NullMarked
package io.longhaul.acceptance.docs;

import org.jspecify.annotations.NullMarked;
