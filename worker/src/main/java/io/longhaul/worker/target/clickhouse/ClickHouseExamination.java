package io.longhaul.worker.target.clickhouse;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.report.TargetReport.DiskReport;
import io.longhaul.worker.target.Examination;
import io.longhaul.worker.target.Target;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What a ClickHouse server is asked when it is examined. */
public final class ClickHouseExamination {

    private ClickHouseExamination() {}

    /** See {@link Examination}. */
    public static Examination of(Target target, String address, Clock clock) {
        return new Examination(
                Engine.CLICKHOUSE.key(),
                "SELECT version() AS version, toUnixTimestamp64Milli(now64(3)) AS now",
                ClickHouseExamination::disks,
                target,
                address,
                clock);
    }

    private static List<DiskReport> disks(Target target) {
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
