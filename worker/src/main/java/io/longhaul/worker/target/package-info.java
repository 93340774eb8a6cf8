/** The ports to the databases that migrations work on. It does not know runs. */
@NullMarked
package io.longhaul.worker.target;

import org.jspecify.annotations.NullMarked;
