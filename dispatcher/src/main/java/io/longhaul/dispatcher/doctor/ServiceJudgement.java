package io.longhaul.dispatcher.doctor;

import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRequirement;
import io.longhaul.dispatcher.text.Spans;
import java.time.Duration;
import java.util.Optional;

/** What is judged alike of every service: its version and its clock. */
final class ServiceJudgement {

    static final VersionRequirement POSTGRESQL = new VersionRequirement(">=13");
    static final VersionRequirement REDIS = new VersionRequirement(">=6");
    static final VersionRequirement RABBITMQ = new VersionRequirement(">=3.10 <5");
    static final VersionRequirement CLICKHOUSE = new VersionRequirement(">=24.8");

    /** Less is lost in the network, and confuses nobody who compares two logs. */
    static final Duration CLOCKS_APART = Duration.ofSeconds(5);

    private ServiceJudgement() {}

    static Finding version(String part, String said, VersionRequirement needed) {
        Optional<Version> version = Version.ofService(said);
        if (version.isEmpty()) {
            return Finding.warning(
                    part,
                    "version",
                    "it says '%s', which is no version".formatted(said),
                    "make sure that it is " + needed);
        }
        return needed.accepts(version.get())
                ? Finding.ok(part, "version", said)
                : Finding.problem(
                        part, "version", said, "Longhaul is made for %s: change the version".formatted(needed));
    }

    static Finding clock(String part, ClockOffset offset, String than) {
        Duration apart = offset.ahead().abs();
        String side = offset.ahead().isNegative() ? "behind" : "ahead of";
        Duration sure = apart.minus(offset.give());
        if (sure.compareTo(CLOCKS_APART) < 0) {
            return Finding.ok(
                    part,
                    "clock",
                    apart.toMillis() < 1000
                            ? "as %s, within a second".formatted(than)
                            : "%s %s %s".formatted(Spans.of(apart), side, than));
        }
        return Finding.warning(
                part,
                "clock",
                "%s %s %s".formatted(Spans.of(apart), side, than),
                "set both clocks (NTP); runs are safe, but times in logs and tables mislead");
    }
}
