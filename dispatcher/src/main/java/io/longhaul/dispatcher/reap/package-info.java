/**
 * What must go on while nobody looks: wake-ups relayed, unclaimed runs swept, our own presence shown, through any
 * outage. It works on no target and must not know how a service is connected to.
 */
@NullMarked
package io.longhaul.dispatcher.reap;

import org.jspecify.annotations.NullMarked;
