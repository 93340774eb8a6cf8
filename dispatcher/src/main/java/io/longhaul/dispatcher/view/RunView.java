package io.longhaul.dispatcher.view;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Health;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.common.store.RunSearch.Required;
import io.longhaul.common.version.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code show --output json} says; every key is always there, null where there is nothing to say. A migration that
 * never ran has no state and no run.
 *
 * @param irreversible names of operations that cannot be taken back, as defined
 * @param wish what is asked for
 * @param parameters of the run, as they are bound; none where there is no run
 * @param choices what may be chosen for a run yet to come
 * @param secondsOfBackOff for which nobody may claim it; null where that is now
 * @param doubt why a reaper suspects its worker
 * @param stall what stands still, though the worker lives; null while all gets on
 * @param health what the healthchecks of a run last found
 * @param availability whether workers that are up have it, as the run was asked for: AVAILABLE, OTHER_VERSION, RETIRED
 *     or NO_WORKER
 * @param versionFrom the first version of the application with which it may be run
 * @param versionThrough the last
 * @param after migrations that must be done before
 * @param requiredHere what its check last said to a worker outside of runs; null while it has no answer
 * @param prospect what would become of a run; null where there was one
 * @param plan null unless it was asked for, and until it is frozen
 * @param deaths of workers that had it in hand, oldest first
 * @param errors oldest first
 * @param earlierRuns of the same migration, newest first
 * @param keptTables old tables that it has left as backups, those that are dropped first first
 * @param mergesOff what its rebuild, which has not come to its end, does without merges; null where there is none
 */
public record RunView(
        String migration,
        String description,
        List<String> irreversible,
        @Nullable String state,
        @Nullable String direction,
        @Nullable String wish,
        @Nullable String reason,
        @Nullable String run,
        @Nullable Long epoch,
        @Nullable String worker,
        @Nullable String workerHost,
        @Nullable String taskId,
        OperationView operation,
        @Nullable String queryId,
        ProgressView progress,
        Map<String, String> parameters,
        List<ParameterView> choices,
        @Nullable String askedBy,
        @Nullable Instant askedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant changedAt,
        @Nullable Instant beatAt,
        @Nullable Long secondsOfBackOff,
        @Nullable String doubt,
        @Nullable StallView stall,
        @Nullable String health,
        String availability,
        @Nullable String versionFrom,
        @Nullable String versionThrough,
        List<String> after,
        @Nullable Boolean requiredHere,
        @Nullable ProspectView prospect,
        List<DeathView> deaths,
        List<ErrorView> errors,
        @Nullable List<PlannedView> plan,
        List<String> earlierRuns,
        List<Backup> keptTables,
        @Nullable MergesOff mergesOff) {

    /** Of a run. */
    public static RunView of(Details details, boolean withPlan) {
        Run run = details.run();
        return new RunView(
                run.migration().value(),
                details.registered().description(),
                details.registered().irreversible(),
                run.state().name(),
                run.direction().name(),
                run.wish().name(),
                run.reason().orElse(null),
                run.id().toString(),
                run.epoch().value(),
                run.worker().map(WorkerId::value).orElse(null),
                details.host().orElse(null),
                run.id().toString(),
                OperationView.of(details),
                details.last().map(Attempt::query).map(Object::toString).orElse(null),
                ProgressView.of(run.progress()),
                new TreeMap<>(run.parameters()),
                choices(details.registered()),
                run.askedBy(),
                run.askedAt(),
                run.startedAt().orElse(null),
                run.finishedAt().orElse(null),
                run.changedAt(),
                run.beatAt().orElse(null),
                details.backOff().map(Duration::toSeconds).orElse(null),
                details.doubt().orElse(null),
                details.stall().map(StallView::of).orElse(null),
                details.health().map(Health::words).orElse(null),
                details.registered().shipping().of(run.checksum()).name(),
                text(details.registered().terms().versions().from()),
                text(details.registered().terms().versions().through()),
                after(details.registered()),
                requiredHere(details.registered()),
                null,
                details.deaths().stream().map(DeathView::of).toList(),
                details.errors().stream().map(ErrorView::of).toList(),
                withPlan ? plan(details) : null,
                details.earlier().stream().map(RunId::toString).toList(),
                Backup.of(details.kept()),
                MergesOff.of(details.kept()));
    }

    private static @Nullable List<PlannedView> plan(Details details) {
        return details.plan()
                .map(plan -> plan.operations().stream().map(PlannedView::of).toList())
                .orElse(null);
    }

    private static @Nullable String text(Optional<Version> version) {
        return version.map(Version::text).orElse(null);
    }

    private static List<ParameterView> choices(Registered registered) {
        return registered.parameters().stream().map(ParameterView::of).toList();
    }

    private static List<String> after(Registered registered) {
        return registered.terms().after().stream().map(MigrationId::value).toList();
    }

    private static @Nullable Boolean requiredHere(Registered registered) {
        return registered.terms().required().map(Required::here).orElse(null);
    }

    /** Of a migration that never ran. */
    public static RunView of(Registered registered, Prospect prospect) {
        return new RunView(
                registered.migration().value(),
                registered.description(),
                registered.irreversible(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                OperationView.NONE,
                null,
                ProgressView.NONE,
                Map.of(),
                choices(registered),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                registered.shipping().any().name(),
                text(registered.terms().versions().from()),
                text(registered.terms().versions().through()),
                after(registered),
                requiredHere(registered),
                ProspectView.of(prospect),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                null);
    }
}
