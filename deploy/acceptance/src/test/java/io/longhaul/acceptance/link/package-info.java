/** Tests of the links. */
@NullMarked
package io.longhaul.acceptance.link;

import org.jspecify.annotations.NullMarked;
