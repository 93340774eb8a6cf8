/** Longhaul's launchers as processes on services of their own. It knows nothing of what they are made of. */
@NullMarked
package io.longhaul.acceptance.stage;

import org.jspecify.annotations.NullMarked;
