package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Stall;

/**
 * A statement in flight that does not get on.
 *
 * @param secondsStill since nothing has moved
 * @param why what stands still, and what was expected
 */
public record StallView(long secondsStill, String why) {

    static StallView of(Stall stall) {
        return new StallView(stall.still().toSeconds(), stall.why());
    }
}
