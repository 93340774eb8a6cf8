package io.longhaul.worker.target.clickhouse;

import io.longhaul.common.report.TargetReport;
import io.longhaul.common.report.TargetReport.DiskReport;
import io.longhaul.worker.target.Examination;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.time.Clock;
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
            long before = clock.millis();
            Map<String, String> said = target.rows(
                            "SELECT version() AS version, toUnixTimestamp64Milli(now64(3)) AS now", Map.of())
                    .get(0);
            long middle = before + (clock.millis() - before) / 2;
            return new TargetReport(
                    NAME,
                    address,
                    Optional.empty(),
                    Optional.ofNullable(said.get("version")),
                    Long.parseLong(said.getOrDefault("now", "0")) - middle,
                    disks);
        } catch (TargetRefused unanswered) {
            return TargetReport.unanswered(NAME, address, unanswered.failure().toString());
        }
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
