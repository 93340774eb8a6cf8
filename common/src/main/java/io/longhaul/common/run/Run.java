package io.longhaul.common.run;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One execution of a migration, as the store knows it. All instants are the store's own clock.
 *
 * @param id the run, and its task in Redis
 * @param migration what is run
 * @param checksum of the definition that was current when the run was asked for
 * @param state what is
 * @param direction which way it goes
 * @param wish what is asked for
 * @param epoch the fencing token
 * @param sequence grows with every beat and every change of state
 * @param dispatch which wake-up counts; older ones are stale
 * @param worker who holds it, or held it last
 * @param parameters fixed for the run
 * @param askedBy who asked for the run
 * @param askedAt when
 * @param startedAt when a worker first claimed it
 * @param finishedAt when it last stopped
 * @param changedAt when it came into its state
 * @param beatAt when its worker last said that it is alive
 * @param reason why it is in its state, where the state alone does not say; one line
 * @param progress how far it has come
 */
public record Run(
        RunId id,
        MigrationId migration,
        Checksum checksum,
        RunState state,
        Direction direction,
        Wish wish,
        Epoch epoch,
        long sequence,
        int dispatch,
        Optional<WorkerId> worker,
        Map<String, String> parameters,
        String askedBy,
        Instant askedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Instant changedAt,
        Optional<Instant> beatAt,
        Optional<String> reason,
        Progress progress) {

    public Run {
        parameters = Map.copyOf(parameters);
    }

    /** The same run in another state, as its worker knows it before the store is asked again. */
    public Run in(RunState next) {
        return new Run(
                id,
                migration,
                checksum,
                next,
                direction,
                wish,
                epoch,
                sequence,
                dispatch,
                worker,
                parameters,
                askedBy,
                askedAt,
                startedAt,
                finishedAt,
                changedAt,
                beatAt,
                reason,
                progress);
    }

    /** The same run after a heartbeat that the store answered. */
    public Run afterBeat(Wish asked, long newSequence, Instant at, Progress reached) {
        return new Run(
                id,
                migration,
                checksum,
                state,
                direction,
                asked,
                epoch,
                Math.max(sequence, newSequence),
                dispatch,
                worker,
                parameters,
                askedBy,
                askedAt,
                startedAt,
                finishedAt,
                changedAt,
                Optional.of(at),
                reason,
                reached);
    }
}
