package io.longhaul.common.run;

import java.time.Duration;

/**
 * A statement in flight does not get on, though its worker lives. It kills nothing by itself; somebody should look.
 *
 * @param still since when nothing has moved
 * @param why what stands still, and what was expected; one clause that stays the same while it lasts
 */
public record Stall(Duration still, String why) {}
