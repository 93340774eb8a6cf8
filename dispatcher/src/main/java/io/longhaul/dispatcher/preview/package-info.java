/** Asks workers what a run of a migration would be. It knows nothing of how the answer is shown, and runs nothing. */
@NullMarked
package io.longhaul.dispatcher.preview;

import org.jspecify.annotations.NullMarked;
