/**
 * The documents of questions to workers, and of what they say: how one finds itself and its target, and what a run of a
 * migration would be. Knows nothing of how they travel, and judges nothing.
 */
@NullMarked
package io.longhaul.common.report;

import org.jspecify.annotations.NullMarked;
