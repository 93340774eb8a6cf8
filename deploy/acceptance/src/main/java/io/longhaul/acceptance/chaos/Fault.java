package io.longhaul.acceptance.chaos;

import java.time.Duration;
import java.util.Optional;

/**
 * One blow of a script.
 *
 * @param pause before it is made ready
 * @param moment at which it falls, for a blow on a program; absent: right after the pause
 * @param occurrence which time that this moment comes, from 1
 * @param blow what falls
 * @param recovery whether the next fault waits until the run has got on again
 */
record Fault(Duration pause, Optional<Moment> moment, int occurrence, Blow blow, boolean recovery) {

    @Override
    public String toString() {
        return "after %d ms: %s%s%s"
                .formatted(
                        pause.toMillis(),
                        blow,
                        moment.map(m -> " at %s #%d".formatted(m, occurrence)).orElse(""),
                        recovery ? ", then wait until the run gets on" : "");
    }
}
