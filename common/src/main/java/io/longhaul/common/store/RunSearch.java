package io.longhaul.common.store;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Parameter;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Health;
import io.longhaul.common.run.Leftover;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.Stall;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads for people: nothing here decides anything. Ages are measured by PostgreSQL's clock. Throws
 * {@link StoreUnavailable} when PostgreSQL cannot be reached.
 */
public interface RunSearch {

    /** Registered migrations whose id begins with the prefix, in order; an exact match is the only one. */
    List<MigrationId> migrations(String prefix);

    /** Runs whose id begins with the prefix, newest first; at most ten. */
    List<RunId> runs(String prefix);

    /** Every registered migration with its newest run, in order of id. */
    List<Overview> overview();

    /** The newest run of a migration, if it ever had one. */
    Optional<RunId> newest(MigrationId migration);

    /** All there is to show of a run. */
    Optional<Details> details(RunId run);

    /** The registered definition of a migration, for one that has never run. */
    Optional<Registered> registered(MigrationId migration);

    /** The version of a migration of which a run would be asked for now. */
    Optional<Checksum> current(MigrationId migration);

    /** The text of a version of a migration, as the first worker had it that shipped with it. */
    Optional<String> source(MigrationId migration, Checksum version);

    /** Who and what is up. */
    Vitals vitals();

    /**
     * A migration as workers registered it.
     *
     * @param migration its id
     * @param description one sentence
     * @param source the text of its file
     * @param irreversible names of its operations that cannot be taken back, as defined
     * @param terms when it may be run
     * @param parameters what may be chosen for a run
     * @param shipping which versions of it workers have that are up
     */
    record Registered(
            MigrationId migration,
            String description,
            String source,
            List<String> irreversible,
            Terms terms,
            List<Parameter> parameters,
            Shipping shipping) {

        public Registered {
            irreversible = List.copyOf(irreversible);
            parameters = List.copyOf(parameters);
        }

        /** One for a run of which nothing is to choose. */
        public Registered(
                MigrationId migration,
                String description,
                String source,
                List<String> irreversible,
                Terms terms,
                Shipping shipping) {
            this(migration, description, source, irreversible, terms, List.of(), shipping);
        }

        /** The same, at any time. */
        public Registered(
                MigrationId migration,
                String description,
                String source,
                List<String> irreversible,
                Shipping shipping) {
            this(migration, description, source, irreversible, Terms.NONE, shipping);
        }
    }

    /**
     * When a migration may be run, and whether it must be.
     *
     * @param versions of the application with which it may be run
     * @param after migrations that must be done before
     * @param required what its check last said here; absent while it has no answer
     */
    record Terms(VersionRange versions, List<MigrationId> after, Optional<Required> required) {

        /** Of a migration for every version, after no other. */
        public static final Terms NONE = new Terms(VersionRange.ANY, List.of(), Optional.empty());

        public Terms {
            after = List.copyOf(after);
        }
    }

    /**
     * Whether there is anything to do here for a migration.
     *
     * @param by the worker that asked
     * @param at when
     */
    record Required(boolean here, WorkerId by, Instant at) {}

    /**
     * A line of the list.
     *
     * @param registered the migration
     * @param run its newest run
     * @param inState for how long the run has been in its state
     * @param operation name of the operation in hand
     * @param plannedOperations how many its frozen plan has; 0 before that
     * @param backOff for how long nobody may claim the run
     * @param doubt why a reaper suspects its worker
     * @param stall what stands still, though its worker lives
     * @param kept what its runs have left for later, the first of it first
     */
    record Overview(
            Registered registered,
            Optional<Run> run,
            Optional<Duration> inState,
            Optional<String> operation,
            int plannedOperations,
            Optional<Duration> backOff,
            Optional<String> doubt,
            Optional<Stall> stall,
            List<Kept> kept) {

        public Overview {
            kept = List.copyOf(kept);
        }
    }

    /**
     * What a rebuild has left for later: an old table as a backup, or a table whose merges are off until its run has
     * come to its end.
     *
     * @param kind which of the two
     * @param table its name
     * @param run that left it
     * @param until an old table is dropped then, or as soon as a worker has time
     * @param trouble why the last try to put it away came to nothing
     */
    record Kept(Leftover.Kind kind, String table, RunId run, Instant until, Optional<String> trouble) {}

    /**
     * All there is to show of a run.
     *
     * @param registered its migration
     * @param run the run
     * @param inState for how long it has been in its state
     * @param sinceBeat since its worker's last sign of life
     * @param sinceAsked since it was asked for
     * @param host of the worker
     * @param plan frozen at its start
     * @param last the newest attempt
     * @param errors all of them, oldest first
     * @param earlier the runs of the same migration before it, newest first, at most ten
     * @param backOff for how long nobody may claim it
     * @param doubt why a reaper suspects its worker
     * @param stall what stands still, though its worker lives
     * @param health how its healthchecks were last found
     * @param deaths of workers that had it in hand, oldest first
     * @param kept what it has left for later
     */
    record Details(
            Registered registered,
            Run run,
            Duration inState,
            Optional<Duration> sinceBeat,
            Duration sinceAsked,
            Optional<String> host,
            Optional<Plan> plan,
            Optional<Attempt> last,
            List<RunError> errors,
            List<RunId> earlier,
            Optional<Duration> backOff,
            Optional<String> doubt,
            Optional<Stall> stall,
            Optional<Health> health,
            List<Death> deaths,
            List<Kept> kept) {

        public Details {
            kept = List.copyOf(kept);
        }
    }

    /**
     * A worker was taken for dead, and the run from it.
     *
     * @param epoch in which it died
     * @param at its last sign of life
     * @param goneOn when the next worker had the run, if one has
     */
    record Death(Epoch epoch, Instant at, Optional<Instant> goneOn) {}

    /**
     * An error of a run.
     *
     * @param at when it was stored
     * @param operation index in the plan; absent when it came before any operation
     * @param attempt which try of the operation it was, from 1, over all epochs
     * @param epoch in which
     * @param worker who met it
     * @param query the statement's id on the target
     * @param failure what the database or check said
     * @param retriedAfter where the error passes by itself: after how long the operation was tried again
     */
    record RunError(
            Instant at,
            Optional<Integer> operation,
            Optional<Integer> attempt,
            long epoch,
            Optional<WorkerId> worker,
            Optional<QueryId> query,
            Failure failure,
            Optional<Duration> retriedAfter) {}

    /**
     * Who and what is up.
     *
     * @param members processes that have not left, those that beat last first
     * @param outbox wake-ups that the broker has not confirmed
     * @param application the newest version of the application that a worker has which is up
     */
    record Vitals(List<Seen> members, int outbox, Optional<Version> application) {

        public Vitals {
            members = List.copyOf(members);
        }

        /** Where no worker knows the application. */
        public Vitals(List<Seen> members, int outbox) {
            this(members, outbox, Optional.empty());
        }
    }

    /** A process, and since when it has been silent. */
    record Seen(Presence.Member member, Duration sinceBeat, Map<Presence.Service, Presence.Health> services) {}
}
