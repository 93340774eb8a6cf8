package io.longhaul.dispatcher.view;

import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.CostReport.Amount;
import io.longhaul.common.report.CostReport.TimeReport;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** What a plan is expected to cost, in words that say how sure that is. */
final class CostWords {

    private CostWords() {}

    /** {@code about 20.0M rows · about 1.2 GiB}. */
    static String written(CostReport cost) {
        return isUnknown(cost.rows())
                ? "nobody can say beforehand how much"
                : "%s · %s"
                        .formatted(
                                amount(cost.rows(), Counts::rows),
                                isUnknown(cost.bytes()) ? "nobody can say how many bytes" : bytes(cost.bytes()));
    }

    static String peak(CostReport cost) {
        return isUnknown(cost.peakDiskBytes())
                ? "nobody can say beforehand"
                : bytes(cost.peakDiskBytes()) + " more than now, at the worst moment";
    }

    /** All of it in a line. */
    static String brief(CostReport cost) {
        List<String> parts = new ArrayList<>(List.of("writes " + written(cost)));
        if (!isUnknown(cost.peakDiskBytes())) {
            parts.add("peak disk %s more".formatted(bytes(cost.peakDiskBytes())));
        }
        cost.time().ifPresent(time -> parts.add("takes " + band(time)));
        return String.join(" · ", parts);
    }

    private static boolean isUnknown(Amount amount) {
        return !amount.complete() && amount.atLeast() == 0;
    }

    private static String bytes(Amount amount) {
        return amount(amount, Counts::bytes);
    }

    private static String amount(Amount amount, LongFunction<String> words) {
        if (amount.complete()) {
            return (amount.atLeast() == 0 ? "" : "about ") + words.apply(amount.atLeast());
        }
        return "at least " + words.apply(amount.atLeast());
    }

    /** {@code 2h10m to 10h50m}. */
    static String time(CostReport cost) {
        return cost.time().map(CostWords::band).orElse("nobody can say how long");
    }

    private static String band(TimeReport time) {
        Duration least = Duration.ofSeconds(time.leastSeconds());
        Duration most = Duration.ofSeconds(time.mostSeconds());
        String band = time.mostSeconds() < 10 ? "seconds" : "%s to %s".formatted(Spans.of(least), Spans.of(most));
        return time.complete() ? band : "at least " + band;
    }

    /** From what that is reckoned. */
    static String source(TimeReport time) {
        if (time.sampleRows() == 0) {
            return "for links; merges that are going on end first";
        }
        return "reckoned from a sample that was read, %s of operation %d at %s; writing takes 4 to 20 times as long as reading"
                .formatted(Counts.rows(time.sampleRows()), time.operation(), Counts.rate(time.rowsPerSecond()));
    }
}
