/** Tests of the chaos, and the part of it that every build plays. */
@NullMarked
package io.longhaul.acceptance.chaos;

import org.jspecify.annotations.NullMarked;
