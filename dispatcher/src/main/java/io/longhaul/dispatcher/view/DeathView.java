package io.longhaul.dispatcher.view;

import io.longhaul.common.store.RunSearch.Death;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker that died with the run in hand.
 *
 * @param epoch in which
 * @param at its last sign of life
 * @param goneOnAt when the next worker had the run; null while none has
 */
public record DeathView(long epoch, Instant at, @Nullable Instant goneOnAt) {

    static DeathView of(Death death) {
        return new DeathView(death.epoch().value(), death.at(), death.goneOn().orElse(null));
    }
}
