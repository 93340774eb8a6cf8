package io.longhaul.dispatcher.doctor;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Checkup.Version;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.Shipping.Availability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether workers have what is asked of them, and the same of it. */
final class CatalogJudgement {

    private static final String PART = "catalog";
    private static final int BRIEF = 8;

    private CatalogJudgement() {}

    static List<Finding> of(BooksSight seen) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(PART, "migrations", summary(seen.overview())));
        seen.books().shipped().forEach((migration, versions) -> {
            if (versions.size() > 1) {
                findings.add(divided(migration, versions));
            }
        });
        seen.overview()
                .forEach(line -> line.run()
                        .flatMap(
                                run -> missing(run, line.registered().shipping().of(run.checksum())))
                        .ifPresent(findings::add));
        return findings;
    }

    private static String summary(List<Overview> overview) {
        long retired = overview.stream()
                .filter(line -> line.registered().shipping().isRetired())
                .count();
        return "%d registered%s"
                .formatted(overview.size(), retired == 0 ? "" : ", %d of them retired".formatted(retired));
    }

    private static Finding divided(MigrationId migration, List<Version> versions) {
        String who = versions.stream()
                .map(version -> "%s in %s".formatted(brief(version.checksum()), String.join(" ", version.workers())))
                .collect(Collectors.joining(", "));
        return Finding.warning(
                PART,
                "versions",
                "%s differs between workers: %s".formatted(migration, who),
                "give all workers the same release; a run is carried out only by those that have it as queued");
    }

    /** While no worker is up this is not the trouble. */
    private static Optional<Finding> missing(Run run, Availability availability) {
        boolean needed = !run.state().isOver() && !run.state().isOwned();
        if (!needed || availability == Availability.AVAILABLE || availability == Availability.NO_WORKER) {
            return Optional.empty();
        }
        String found = "no worker has %s as %s: %s"
                .formatted(
                        run.migration(),
                        run.state() == RunState.QUEUED ? "queued" : "it was begun",
                        availability == Availability.RETIRED
                                ? "none ships it any more"
                                : "they have another version of it");
        String remedy = "start a worker that has it as it was (%s), or longhaul stop %s"
                .formatted(brief(run.checksum().value()), run.migration());
        return Optional.of(
                run.state() == RunState.QUEUED
                        ? Finding.problem(PART, "definitions", found, remedy)
                        : Finding.warning(PART, "definitions", found, remedy));
    }

    private static String brief(String checksum) {
        return checksum.substring(0, Math.min(BRIEF, checksum.length()));
    }
}
