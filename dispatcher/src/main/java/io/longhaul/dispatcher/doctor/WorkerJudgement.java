package io.longhaul.dispatcher.doctor;

import io.longhaul.common.config.Timers;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.queue.Asked;
import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.report.TargetReport;
import io.longhaul.common.report.TargetReport.DiskReport;
import io.longhaul.common.report.WorkerReport;
import io.longhaul.common.run.WorkerId;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What each worker says of itself and of its targets. */
final class WorkerJudgement {

    /** Below that, merges begin to fail. */
    static final long FULL_BYTES = 1L << 30;

    /** Of the whole disk. */
    static final double NEARLY_FULL = 0.1;

    private WorkerJudgement() {}

    /** {@code timers} are those of this environment, which are the reaper's if all is well. */
    static List<Finding> of(Heard heard, Timers timers) {
        String who = heard.worker().map(WorkerId::value).orElse("workers");
        Asked asked = heard.asked();
        if (asked instanceof Asked.Answered answered) {
            String name = answered.worker().value();
            return WorkerReport.parse(answered.document())
                    .map(said -> of(name, said, timers))
                    .orElseGet(() -> mute(name, "what it answered cannot be read", "upgrade it, or this longhaul"));
        }
        if (asked instanceof Asked.Declined declined) {
            return mute(
                    declined.worker().value(),
                    declined.why(),
                    "upgrade it; until then only its own log says how it finds its target");
        }
        if (asked instanceof Asked.NoAnswer none) {
            return mute(
                    who,
                    "no answer within " + Spans.of(none.within()),
                    "ask again; if it stays silent, look into its log");
        }
        if (asked instanceof Asked.Unreachable away) {
            return mute(who, "not asked how they find their targets: " + away.why(), "bring RabbitMQ in order first");
        }
        return mute(
                who,
                "hears no questions",
                "look into its log whether it reaches RabbitMQ; one that is older than this command hears none");
    }

    private static List<Finding> mute(String who, String found, String remedy) {
        return List.of(Finding.warning(who, "answers", found, remedy));
    }

    private static List<Finding> of(String who, WorkerReport said, Timers timers) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                who,
                "answers",
                "%s, %s"
                        .formatted(
                                said.application()
                                        .map(version -> "application " + version)
                                        .orElse("no LONGHAUL_APP_VERSION"),
                                Counts.plural(said.migrations(), "migration"))));
        findings.add(timers(who, said.timers(), timers.byName()));
        said.targets().forEach(target -> findings.addAll(of(who, target)));
        return findings;
    }

    private static Finding timers(String who, Map<String, String> its, Map<String, String> ours) {
        Map<String, String> different = new TreeMap<>();
        its.forEach((name, value) -> {
            String here = ours.getOrDefault(name, value);
            if (!here.equals(value)) {
                different.put(name, "%s there, %s here".formatted(value, here));
            }
        });
        return different.isEmpty()
                ? Finding.ok(who, "timers", "as here")
                : Finding.warning(
                        who,
                        "timers",
                        String.join(
                                ", ",
                                different.entrySet().stream()
                                        .map(entry -> entry.getKey() + " " + entry.getValue())
                                        .toList()),
                        "give workers, reapers and this command the same timers");
    }

    private static List<Finding> of(String who, TargetReport target) {
        if (target.trouble().isPresent()) {
            return List.of(new Finding(
                    who,
                    target.name(),
                    Finding.Verdict.PROBLEM,
                    "%s: %s".formatted(target.address(), target.trouble().get()),
                    "start it, or set %s of the worker right; its run waits until it answers"
                            .formatted(setting(target)),
                    true));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(who, target.name(), target.address()));
        findings.add(named(
                target.name(),
                ServiceJudgement.version(
                        who,
                        target.version().orElse(""),
                        isPostgres(target) ? ServiceJudgement.POSTGRESQL : ServiceJudgement.CLICKHOUSE)));
        findings.add(named(
                target.name(),
                ServiceJudgement.clock(who, new ClockOffset(target.ahead(), Duration.ZERO), "the worker's")));
        target.disks().forEach(disk -> findings.add(disk(who, target.name(), disk)));
        return findings;
    }

    private static boolean isPostgres(TargetReport target) {
        return target.name().equals(Engine.POSTGRES.key());
    }

    private static String setting(TargetReport target) {
        return isPostgres(target) ? "LONGHAUL_TARGET_POSTGRES_URL" : "LONGHAUL_CLICKHOUSE_URL";
    }

    private static Finding named(String target, Finding finding) {
        return new Finding(
                finding.part(),
                target + " " + finding.check(),
                finding.verdict(),
                finding.found(),
                finding.remedy(),
                finding.unreachable());
    }

    private static Finding disk(String who, String target, DiskReport disk) {
        String check = target + " disk";
        if (disk.totalBytes() == 0 && !disk.readOnly()) {
            return Finding.ok(who, check, disk.name() + ": without end");
        }
        String found = "%s: %s free of %s"
                .formatted(disk.name(), Counts.bytes(disk.freeBytes()), Counts.bytes(disk.totalBytes()));
        if (disk.readOnly()) {
            return Finding.warning(who, check, found + ", read-only", "make sure that no table is to be written there");
        }
        if (disk.freeBytes() < FULL_BYTES) {
            return Finding.problem(
                    who, check, found, "make room before anything runs: a table that is rebuilt is there twice");
        }
        return disk.freeBytes() < disk.totalBytes() * NEARLY_FULL
                ? Finding.warning(who, check, found, "make room: a table that is rebuilt is there twice")
                : Finding.ok(who, check, found);
    }

    /**
     * What came of a question.
     *
     * @param worker that was asked; absent when any was
     * @param asked what came of it
     */
    record Heard(Optional<WorkerId> worker, Asked asked) {}
}
