package io.longhaul.common.gate;

import io.longhaul.common.migration.AfterOrder;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Run;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides whether an upgrade may go ahead: a pure decision over all migrations and their newest runs. */
public final class Gate {

    private final Map<MigrationId, Overview> all = new LinkedHashMap<>();
    private final Map<MigrationId, String> reasons = new LinkedHashMap<>();
    private final Optional<Version> application;
    private final Version to;

    private Gate(List<Overview> overview, Optional<Version> application, Version to) {
        overview.forEach(line -> all.put(line.registered().migration(), line));
        this.application = application;
        this.to = to;
    }

    /**
     * The decision.
     *
     * @param overview every registered migration
     * @param application its version now, as far as that is known
     * @param to its version after the upgrade
     */
    public static GateReport look(List<Overview> overview, Optional<Version> application, Version to) {
        return new Gate(overview, application, to).report();
    }

    private GateReport report() {
        for (Overview line : all.values()) {
            if (isUnfinished(line)) {
                reasons.put(line.registered().migration(), "a run of it is not over");
            } else if (isDue(line)) {
                block(line, "due before " + to);
            }
        }
        List<GateReport.Future> future = all.values().stream()
                .filter(line -> !reasons.containsKey(line.registered().migration()) && isFuture(line))
                .map(this::future)
                .toList();
        List<Blocker> blockers = AfterOrder.of(reasons.keySet(), this::after).stream()
                .map(this::blocker)
                .toList();
        return new GateReport(to, application, blockers, future);
    }

    private GateReport.Future future(Overview line) {
        return new GateReport.Future(
                line.registered().migration(),
                line.registered().description(),
                line.registered().terms().versions().from().orElse(to));
    }

    /** With what must be done before it can be run. */
    private void block(Overview line, String why) {
        MigrationId migration = line.registered().migration();
        if (reasons.putIfAbsent(migration, why) == null) {
            after(migration).stream()
                    .flatMap(earlier -> Optional.ofNullable(all.get(earlier)).stream())
                    .filter(earlier -> !isDone(earlier) && !isUnfinished(earlier))
                    .forEach(earlier -> block(earlier, "%s comes after it".formatted(migration)));
        }
    }

    private List<MigrationId> after(MigrationId migration) {
        return Optional.ofNullable(all.get(migration))
                .map(line -> line.registered().terms().after())
                .orElse(List.of());
    }

    private static boolean isDone(Overview line) {
        return line.run().filter(run -> run.state().countsAsDone()).isPresent();
    }

    private static boolean isUnfinished(Overview line) {
        return line.run().filter(run -> !run.state().isOver()).isPresent();
    }

    /** With the version after the upgrade it would be too late. */
    private boolean isDue(Overview line) {
        return line.registered().terms().versions().sideOf(to) == Side.ABOVE && !isDone(line) && !isWithdrawn(line);
    }

    /**
     * Its author took it out again: workers do not ship it, though their application is one that it is for. With any
     * other, or where nobody knows, not shipping it is no excuse for not having done it.
     */
    private boolean isWithdrawn(Overview line) {
        return line.registered().shipping().isRetired()
                && application
                        .filter(now -> line.registered().terms().versions().sideOf(now) == Side.WITHIN)
                        .isPresent();
    }

    private boolean isFuture(Overview line) {
        return line.registered().terms().versions().sideOf(to) == Side.BELOW && !isDone(line) && !isWithdrawn(line);
    }

    private Blocker blocker(MigrationId migration) {
        Overview line = Optional.ofNullable(all.get(migration)).orElseThrow();
        Remedy remedy = Remedy.of(line, application);
        return new Blocker(
                migration,
                line.registered().description(),
                remedy.kind(),
                line.run().map(Run::state),
                reasons.getOrDefault(migration, "")
                        + remedy.obstacle().map(obstacle -> "; " + obstacle).orElse(""),
                remedy.next());
    }
}
