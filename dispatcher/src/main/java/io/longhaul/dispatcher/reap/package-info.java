/**
 * What must go on while nobody looks: runs taken over from dead workers, wake-ups relayed, unclaimed runs swept, lost
 * tasks written again, our own presence shown, through any outage. Who is dead and what becomes of his run are decided
 * by functions that know no service. It works on no target and must not know how a service is connected to.
 */
@NullMarked
package io.longhaul.dispatcher.reap;

import org.jspecify.annotations.NullMarked;
