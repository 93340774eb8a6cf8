package io.longhaul.worker.run;

import io.longhaul.common.run.Hold;

/** The epoch has moved on while we held the run: this process touches nothing more and ends. */
public final class Fenced extends RuntimeException {

    public Fenced(Hold hold) {
        super("run %s is no longer in epoch %s".formatted(hold.run(), hold.epoch()));
    }
}
