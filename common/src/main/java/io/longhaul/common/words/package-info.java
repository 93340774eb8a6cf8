/** Words as people type them, and those they probably meant. It knows nothing of what the words stand for. */
@NullMarked
package io.longhaul.common.words;

import org.jspecify.annotations.NullMarked;
