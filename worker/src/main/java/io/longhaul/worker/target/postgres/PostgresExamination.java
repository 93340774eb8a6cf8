package io.longhaul.worker.target.postgres;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.report.TargetReport;
import io.longhaul.worker.target.Examination;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Examines a PostgreSQL database with one small statement. What disks it has, it does not say. */
public final class PostgresExamination implements Examination {

    private static final String NAME = Engine.POSTGRES.key();

    private final Target target;
    private final String address;
    private final Clock clock;

    /**
     * An examination.
     *
     * @param target that cannot change anything
     * @param address host and port, for people
     * @param clock with which the server's is compared
     */
    public PostgresExamination(Target target, String address, Clock clock) {
        this.target = target;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public TargetReport report() {
        try {
            // The first time it connects, which takes long; the second time it says what time it is.
            identity();
            ClockOffset.Measured<Map<String, String>> said =
                    ClockOffset.measure(clock, this::identity, PostgresExamination::now);
            return new TargetReport(
                    NAME,
                    address,
                    Optional.empty(),
                    Optional.ofNullable(said.answer().get("version")),
                    said.offset().ahead().toMillis(),
                    List.of());
        } catch (TargetRefused unanswered) {
            return TargetReport.unanswered(NAME, address, unanswered.failure().message());
        }
    }

    private Map<String, String> identity() {
        return target.rows("""
                        SELECT current_setting('server_version') AS version,
                               CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now""", Map.of()).get(0);
    }

    private static Instant now(Map<String, String> identity) {
        return Instant.ofEpochMilli(Long.parseLong(identity.getOrDefault("now", "0")));
    }
}
