package io.longhaul.worker.target.java;

import io.longhaul.common.migration.WorkFailed;

/** The function is to end, because its run is to stop, or is another's. */
final class Stopped extends WorkFailed {

    Stopped(String why) {
        super(why);
    }
}
