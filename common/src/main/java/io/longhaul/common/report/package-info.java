/**
 * What a worker says of itself and of its target when somebody asks for its health: the documents of question
 * {@code doctor}. Knows nothing of how they travel, and judges nothing.
 */
@NullMarked
package io.longhaul.common.report;

import org.jspecify.annotations.NullMarked;
