/**
 * Longhaul as its users meet it: the launchers as processes, on real services that get killed; and the walls of the
 * house.
 */
@NullMarked
package io.longhaul.acceptance;

import org.jspecify.annotations.NullMarked;
