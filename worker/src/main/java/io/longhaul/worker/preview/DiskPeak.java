package io.longhaul.worker.preview;

import io.longhaul.common.definition.sql.Footprint;
import io.longhaul.common.report.CostReport.Amount;
import java.util.List;
import java.util.Optional;

/**
 * How much more disk than before is needed at the worst moment: the most that is written between two statements that
 * give room back. How much those give back nobody knows beforehand, so after one that follows a write it is only at
 * least that.
 */
final class DiskPeak {

    private DiskPeak() {}

    /**
     * A statement.
     *
     * @param footprint what it does to the room
     * @param bytes that it writes, where that is known
     */
    record Write(Footprint footprint, Optional<Long> bytes) {}

    static Amount of(List<Write> writes) {
        long peak = 0;
        long since = 0;
        boolean freed = false;
        boolean complete = true;
        for (Write write : writes) {
            if (write.footprint() == Footprint.FREES) {
                freed |= since > 0;
                since = 0;
                continue;
            }
            complete &= write.footprint() == Footprint.NONE || write.bytes().isPresent();
            long bytes = write.bytes().orElse(0L);
            complete &= !freed || bytes == 0;
            since += bytes;
            peak = Math.max(peak, since);
        }
        return new Amount(peak, complete);
    }
}
