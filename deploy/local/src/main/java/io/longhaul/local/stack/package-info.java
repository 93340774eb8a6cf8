/**
 * {@code deploy/stack}: the private services as daemons, with one worker and one reaper on top. State is in one
 * directory, so that each call finds what an earlier one started. Must not know what the programs do.
 */
@NullMarked
package io.longhaul.local.stack;

import org.jspecify.annotations.NullMarked;
