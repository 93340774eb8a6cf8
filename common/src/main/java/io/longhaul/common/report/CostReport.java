package io.longhaul.common.report;

import java.util.List;
import java.util.Optional;

/**
 * What a plan is expected to cost.
 *
 * @param rows that are written
 * @param bytes that are written
 * @param peakDiskBytes how much more disk is needed at the worst moment than before
 * @param time how long it takes; absent without a sample
 * @param unknown why any of this is not known, or only at least; sentences for people
 */
public record CostReport(
        Amount rows, Amount bytes, Amount peakDiskBytes, Optional<TimeReport> time, List<String> unknown) {

    public CostReport {
        unknown = List.copyOf(unknown);
    }

    /**
     * A sum of which parts may be unknown.
     *
     * @param atLeast what is known of it
     * @param complete whether that is all of it
     */
    public record Amount(long atLeast, boolean complete) {}

    /**
     * A time, reckoned from a sample that was read and not written; of links alone there is none, and they take
     * seconds.
     *
     * @param operation whose reading was timed
     * @param sampleRows how many rows were read; 0 where all that is done is links
     * @param sampleMillis how long that took
     * @param leastSeconds as long as the whole takes if writing is as quick as it ever is
     * @param mostSeconds if it is as slow as it usually gets
     * @param complete whether the rows of all operations are in it
     */
    public record TimeReport(
            int operation, long sampleRows, long sampleMillis, long leastSeconds, long mostSeconds, boolean complete) {

        /** Rows that were read in a second. */
        public double rowsPerSecond() {
            return sampleRows * 1000.0 / Math.max(1, sampleMillis);
        }
    }
}
