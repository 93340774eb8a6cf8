package io.longhaul.dispatcher.view;

import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.CostReport.Amount;
import io.longhaul.common.report.CostReport.TimeReport;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Spans;
import java.time.Duration;
import java.util.function.LongFunction;

/** What a plan is expected to cost, in words that say how sure that is. */
final class CostWords {

    private CostWords() {}

    static String rows(CostReport cost) {
        return amount(cost.rows(), Counts::rows);
    }

    static String bytes(CostReport cost) {
        return amount(cost.bytes(), Counts::bytes);
    }

    static String peak(CostReport cost) {
        return amount(cost.peakDiskBytes(), Counts::bytes);
    }

    private static String amount(Amount amount, LongFunction<String> words) {
        if (amount.complete()) {
            return (amount.atLeast() == 0 ? "" : "about ") + words.apply(amount.atLeast());
        }
        return amount.atLeast() == 0 ? "unknown" : "at least " + words.apply(amount.atLeast());
    }

    /** {@code 2h10m to 10h50m}. */
    static String time(CostReport cost) {
        return cost.time().map(CostWords::band).orElse("unknown");
    }

    private static String band(TimeReport time) {
        Duration least = Duration.ofSeconds(time.leastSeconds());
        Duration most = Duration.ofSeconds(time.mostSeconds());
        String band = time.mostSeconds() < 10 ? "seconds" : "%s to %s".formatted(Spans.of(least), Spans.of(most));
        return time.complete() ? band : "at least " + band;
    }

    /** From what that is reckoned. */
    static String source(TimeReport time) {
        return "reckoned from a sample that was read, %s of operation %d at %s; writing takes 4 to 20 times as long as reading"
                .formatted(Counts.rows(time.sampleRows()), time.operation(), Counts.rate(time.rowsPerSecond()));
    }
}
