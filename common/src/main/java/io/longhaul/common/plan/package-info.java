/** What a run will do, frozen: the ordered operations, generated ones expanded. It knows nothing of a run's fate. */
@NullMarked
package io.longhaul.common.plan;

import org.jspecify.annotations.NullMarked;
