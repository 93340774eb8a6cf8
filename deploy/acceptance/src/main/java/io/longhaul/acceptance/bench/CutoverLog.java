package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.bench.Bar.Of;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was seen in all cut-overs of a kind. */
final class CutoverLog {

    final List<Double> before = new ArrayList<>();
    final List<Double> during = new ArrayList<>();
    final List<Double> after = new ArrayList<>();
    final List<Double> waitBefore = new ArrayList<>();
    final List<Double> wait = new ArrayList<>();
    final List<Double> blind = new ArrayList<>();
    final List<Double> seconds = new ArrayList<>();
    int workers;
    int servers;
    int missed;

    private final List<Integer> failed = new ArrayList<>();
    private final Map<String, Integer> refused = new TreeMap<>();
    private int failedHere;
    private long lost;
    private long doubled;
    private long acknowledged;

    /** A cut-over is over: how many inserts were refused since the last one. */
    void countRefused(Crowd crowd) {
        int all = crowd.refused().values().stream().mapToInt(Integer::intValue).sum();
        failed.add(all - failedHere);
        failedHere = all;
    }

    /** All cut-overs of a crowd are over, and it has gone. */
    void count(Crowd crowd, Crowd.Count count) {
        crowd.refused().forEach((why, times) -> refused.merge(why, times, Integer::sum));
        failedHere = 0;
        lost += count.lost();
        doubled += count.doubled();
        acknowledged += count.acknowledged();
    }

    /** The rows, in figures whose names end so. */
    void report(Findings findings, String suffix, int cutovers) {
        findings.note("%d cut-overs%s, %,d rows acknowledged; inserts refused: %s"
                .formatted(
                        cutovers,
                        suffix.isEmpty() ? "" : " with a kill",
                        acknowledged,
                        refused.isEmpty() ? "none" : refused));
        findings.add("failedInserts" + suffix, "", "not acknowledged, each time", failed);
        findings.add(
                "lostRows" + suffix, "", "acknowledged and not there, in all", List.of(lost), Bar.atMost(0, Of.MAX));
        findings.add(
                "doubledRows" + suffix, "", "there more than once, in all", List.of(doubled), Bar.atMost(0, Of.MAX));
    }
}
