package io.longhaul.dispatcher.doctor;

import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.store.Checkup;
import io.longhaul.common.store.Checkup.Idle;
import io.longhaul.dispatcher.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How PostgreSQL is. */
final class StoreJudgement {

    static final String PART = "postgresql";

    /** Ours are ended long before, by {@code idle_in_transaction_session_timeout}. */
    static final Duration IDLE = Duration.ofMinutes(1);

    private StoreJudgement() {}

    static List<Finding> of(Sight<StoreSight> seen) {
        return seen.fold(
                StoreJudgement::of,
                why -> List.of(Finding.unreachable(
                        PART, why, "start it, or set LONGHAUL_POSTGRES_URL right; until then no run gets on")));
    }

    private static List<Finding> of(StoreSight seen) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(PART, "reachable", seen.address()));
        findings.add(ServiceJudgement.version(PART, seen.server().version(), ServiceJudgement.POSTGRESQL));
        if (seen.server().standby()) {
            findings.add(Finding.problem(
                    PART,
                    "primary",
                    "it is a standby, to which nothing can be written",
                    "set LONGHAUL_POSTGRES_URL to the primary"));
        }
        findings.add(tables(seen.server().tables()));
        findings.add(ServiceJudgement.clock(PART, seen.clock(), "this machine's"));
        findings.add(seen.server()
                .idle()
                .filter(idle -> idle.span().compareTo(IDLE) >= 0)
                .map(StoreJudgement::idle)
                .orElse(Finding.ok(PART, "transactions", "none is open and idle for long")));
        return findings;
    }

    private static Finding tables(Checkup.Tables tables) {
        String check = "tables";
        return switch (tables) {
            case CURRENT -> Finding.ok(PART, check, "as this version needs them");
            case BEHIND ->
                Finding.problem(
                        PART,
                        check,
                        "not there, or older than this version",
                        "start a worker or a reaper of this version: it brings them up to date");
            case BROKEN ->
                Finding.problem(
                        PART,
                        check,
                        "a change of them failed halfway",
                        "look into longhaul.flyway_schema_history and the log of whoever started last");
            case AHEAD ->
                Finding.warning(
                        PART, check, "made by a newer version than this", "use the newer version of longhaul here too");
        };
    }

    private static Finding idle(Idle idle) {
        String found = "process %d%s idle in a transaction for %s"
                .formatted(
                        idle.pid(),
                        idle.application().isEmpty() ? "" : " (" + idle.application() + ")",
                        Spans.of(idle.span()));
        return Finding.warning(
                PART,
                "transactions",
                found,
                "it may hold locks: find out whose it is, or SELECT pg_terminate_backend(%d)".formatted(idle.pid()));
    }

    /**
     * What was seen of PostgreSQL.
     *
     * @param address host and port
     * @param server how it is
     * @param clock against this machine's
     */
    record StoreSight(String address, Checkup.Server server, ClockOffset clock) {}
}
