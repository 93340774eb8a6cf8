package io.longhaul.common.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a worker finds a target.
 *
 * @param name {@code clickhouse}
 * @param address host and port
 * @param trouble why it could not be asked; all else is then unknown
 * @param version as it says it
 * @param aheadMillis how far its clock is ahead of the worker's
 * @param disks all that it keeps data on
 */
public record TargetReport(
        String name,
        String address,
        Optional<String> trouble,
        Optional<String> version,
        long aheadMillis,
        List<DiskReport> disks) {

    public TargetReport {
        disks = List.copyOf(disks);
    }

    public static TargetReport unanswered(String name, String address, String trouble) {
        return new TargetReport(name, address, Optional.of(trouble), Optional.empty(), 0, List.of());
    }

    /** How far its clock is ahead of the worker's; negative when it is behind. */
    public Duration ahead() {
        return Duration.ofMillis(aheadMillis);
    }

    /**
     * A disk.
     *
     * @param name by which the target knows it
     * @param freeBytes of it
     * @param totalBytes of it; 0 where it has no end
     * @param readOnly whether nothing can be written to it
     */
    public record DiskReport(String name, long freeBytes, long totalBytes, boolean readOnly) {}
}
