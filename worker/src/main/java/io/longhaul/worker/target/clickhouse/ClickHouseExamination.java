package io.longhaul.worker.target.clickhouse;

import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.report.TargetReport;
import io.longhaul.common.report.TargetReport.DiskReport;
import io.longhaul.worker.target.Examination;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Examines a ClickHouse server with two small statements. */
public final class ClickHouseExamination implements Examination {

    private static final String NAME = "clickhouse";

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
    public ClickHouseExamination(Target target, String address, Clock clock) {
        this.target = target;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public TargetReport report() {
        try {
            // The first one connects, which takes long; the second says what time it is.
            List<DiskReport> disks = disks();
            ClockOffset.Measured<Map<String, String>> said =
                    ClockOffset.measure(clock, this::identity, ClickHouseExamination::now);
            return new TargetReport(
                    NAME,
                    address,
                    Optional.empty(),
                    Optional.ofNullable(said.answer().get("version")),
                    said.offset().ahead().toMillis(),
                    disks);
        } catch (TargetRefused unanswered) {
            return TargetReport.unanswered(NAME, address, unanswered.failure().message());
        }
    }

    private Map<String, String> identity() {
        return target.rows("SELECT version() AS version, toUnixTimestamp64Milli(now64(3)) AS now", Map.of())
                .get(0);
    }

    private static Instant now(Map<String, String> identity) {
        return Instant.ofEpochMilli(Long.parseLong(identity.getOrDefault("now", "0")));
    }

    private List<DiskReport> disks() {
        // What is kept on object storage has no end, and says so with the greatest number.
        return target.rows("""
                        SELECT name, toInt64(least(free_space, toUInt64(9223372036854775807))) AS free,
                               if(total_space >= 9223372036854775807, 0, toInt64(total_space)) AS total,
                               is_read_only AS read_only
                          FROM system.disks WHERE NOT is_broken ORDER BY name""", Map.of()).stream()
                .map(row -> new DiskReport(
                        row.getOrDefault("name", ""),
                        Long.parseLong(row.getOrDefault("free", "0")),
                        Long.parseLong(row.getOrDefault("total", "0")),
                        row.getOrDefault("read_only", "0").matches("1|true")))
                .toList();
    }
}
