package io.longhaul.worker.preview;

import io.longhaul.worker.target.Reckoning;
import io.longhaul.worker.target.Targets;

/**
 * With what one question is looked into; nobody else uses it, so that a look which never ends is in nobody's way.
 *
 * @param targets that cannot change anything, and give up what takes long
 * @param reckoning over the same
 */
public record Instruments(Targets targets, Reckoning reckoning) implements AutoCloseable {

    @Override
    public void close() {
        targets.close();
    }
}
