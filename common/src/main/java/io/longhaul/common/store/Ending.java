package io.longhaul.common.store;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.RunState;
import java.util.List;
import java.util.Optional;

/**
 * How a run ends.
 *
 * @param state a state in which a run has stopped
 * @param reason one line for {@code list}
 * @param failures kept with the run's errors; those of attempts are in the journal already
 */
public record Ending(RunState state, Optional<String> reason, List<Failure> failures) {

    public Ending {
        failures = List.copyOf(failures);
        if (!state.hasStopped()) {
            throw new IllegalArgumentException("a run does not end in " + state);
        }
    }

    public static Ending of(RunState state) {
        return new Ending(state, Optional.empty(), List.of());
    }

    public static Ending because(RunState state, String reason) {
        return new Ending(state, Optional.of(reason), List.of());
    }
}
