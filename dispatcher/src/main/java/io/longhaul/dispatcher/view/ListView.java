package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.common.store.RunSearch.Vitals;
import io.longhaul.common.store.Shipping;
import io.longhaul.common.store.Shipping.Availability;
import io.longhaul.common.version.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code list --output json} says; every key is always there.
 *
 * @param migrations in order of id
 * @param members workers and reapers, those that beat last first
 * @param outbox wake-ups that the broker has not confirmed
 * @param application the newest version of the application that a worker has which is up; null where none knows it
 */
public record ListView(
        List<Line> migrations,
        List<Member> members,
        int outbox,
        @Nullable String application) {

    /** Of the migrations that are shown among all. */
    public static ListView of(List<Overview> all, List<Overview> shown, Vitals vitals) {
        return new ListView(
                shown.stream().map(line -> Line.of(line, all, vitals)).toList(),
                vitals.members().stream().map(Member::of).toList(),
                vitals.outbox(),
                vitals.application().map(Version::text).orElse(null));
    }

    /**
     * A migration with its newest run, if it ever had one.
     *
     * @param operation name of the operation in hand
     * @param secondsInState since the run came into its state
     * @param secondsOfBackOff for which nobody may claim it; null where that is now
     * @param doubt why a reaper suspects its worker
     * @param stall what stands still, though the worker lives; null while all gets on
     * @param availability whether workers that are up have it, as the run was asked for: AVAILABLE, OTHER_VERSION,
     *     RETIRED or NO_WORKER
     * @param prospect what would become of a run; null where there was one
     * @param keptTable the old table of one of its runs that is dropped first; null where there is none
     * @param mergesOff what a rebuild that has not come to its end does without merges; null where there is none
     */
    public record Line(
            String migration,
            String description,
            @Nullable String state,
            @Nullable String direction,
            @Nullable String reason,
            @Nullable String run,
            @Nullable Long epoch,
            @Nullable String worker,
            @Nullable String operation,
            ProgressView progress,
            @Nullable Long secondsInState,
            @Nullable Long secondsOfBackOff,
            @Nullable String doubt,
            @Nullable StallView stall,
            String availability,
            @Nullable ProspectView prospect,
            @Nullable Instant askedAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Backup keptTable,
            @Nullable MergesOff mergesOff) {

        static Line of(Overview overview, List<Overview> all, Vitals vitals) {
            Optional<Run> run = overview.run();
            return new Line(
                    overview.registered().migration().value(),
                    overview.registered().description(),
                    run.map(r -> r.state().name()).orElse(null),
                    run.map(r -> r.direction().name()).orElse(null),
                    run.flatMap(Run::reason).orElse(null),
                    run.map(r -> r.id().toString()).orElse(null),
                    run.map(r -> r.epoch().value()).orElse(null),
                    run.flatMap(Run::worker).map(WorkerId::value).orElse(null),
                    overview.operation().orElse(null),
                    run.map(r -> ProgressView.of(r.progress())).orElse(ProgressView.NONE),
                    overview.inState().map(Duration::toSeconds).orElse(null),
                    overview.backOff().map(Duration::toSeconds).orElse(null),
                    overview.doubt().orElse(null),
                    overview.stall().map(StallView::of).orElse(null),
                    supply(overview).name(),
                    run.isPresent()
                            ? null
                            : ProspectView.of(Prospect.of(overview.registered().terms(), all, vitals.application())),
                    run.map(Run::askedAt).orElse(null),
                    run.flatMap(Run::startedAt).orElse(null),
                    run.flatMap(Run::finishedAt).orElse(null),
                    Backup.of(overview.kept()).stream().findFirst().orElse(null),
                    MergesOff.of(overview.kept()));
        }
    }

    private static Availability supply(Overview overview) {
        Shipping shipping = overview.registered().shipping();
        return overview.run().map(run -> shipping.of(run.checksum())).orElseGet(shipping::any);
    }

    /**
     * A worker or reaper that has not left.
     *
     * @param services how it last found each service that it uses
     * @param application the version of the application that it was told of; null where it was not
     */
    public record Member(
            String id,
            String kind,
            String host,
            long pid,
            double secondsSinceBeat,
            Map<String, String> services,
            @Nullable String application) {

        static Member of(Seen seen) {
            Map<String, String> services = new TreeMap<>();
            seen.services().forEach((service, health) -> services.put(service.name(), health.name()));
            return new Member(
                    seen.member().id(),
                    seen.member().kind().name(),
                    seen.member().host(),
                    seen.member().pid(),
                    seen.sinceBeat().toMillis() / 1000.0,
                    services,
                    seen.member().application().map(Version::text).orElse(null));
        }
    }
}
