/**
 * Kills whatever Longhaul is made of, at random and at the worst moments, by a script that a seed makes again, and
 * looks whether anything was lost, doubled or stuck. It sees the programs from outside only: their links, the
 * databases, the exit codes.
 */
@NullMarked
package io.longhaul.acceptance.chaos;

import org.jspecify.annotations.NullMarked;
