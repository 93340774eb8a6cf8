package io.longhaul.common.store;

import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.RunState;
import java.util.List;
import java.util.Optional;

/** How a worker leaves the run that it holds. */
public sealed interface Leaving {

    /** One line for {@code list}. */
    Optional<String> reason();

    /** Errors that the journal does not have yet. */
    List<Failure> failures();

    /**
     * The run has stopped; the slot is free.
     *
     * @param state a state in which a run has stopped
     */
    record Ended(RunState state, Optional<String> reason, List<Failure> failures) implements Leaving {

        public Ended {
            failures = List.copyOf(failures);
            if (!state.hasStopped()) {
                throw new IllegalArgumentException("a run does not end in " + state);
            }
        }

        public static Ended in(RunState state) {
            return new Ended(state, Optional.empty(), List.of());
        }

        public static Ended because(RunState state, String reason) {
            return new Ended(state, Optional.of(reason), List.of());
        }
    }

    /**
     * The run stands still; it keeps the slot.
     *
     * @param asked whether somebody asked for it; who resumed it in the meantime then wants it to go on
     */
    record Paused(String why, boolean asked, List<Failure> failures) implements Leaving {

        public Paused {
            failures = List.copyOf(failures);
        }

        /** Because somebody asked for it. */
        public static Paused asAsked() {
            return new Paused("paused as asked", true, List.of());
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }
    }

    /**
     * The run goes on, this way, in the hands of whoever claims it next; it keeps the slot.
     *
     * @param direction which way it goes on
     */
    record Requeued(Direction direction, String why, List<Failure> failures) implements Leaving {

        public Requeued {
            failures = List.copyOf(failures);
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }
    }
}
