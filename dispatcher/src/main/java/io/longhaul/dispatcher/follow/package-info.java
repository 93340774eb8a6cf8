/**
 * Watching a run until it stops: looks again and again, through any outage, and tells onlookers. It changes nothing and
 * must not know which command looks.
 */
@NullMarked
package io.longhaul.dispatcher.follow;

import org.jspecify.annotations.NullMarked;
