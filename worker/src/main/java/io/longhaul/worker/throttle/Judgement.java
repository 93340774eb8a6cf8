package io.longhaul.worker.throttle;

import io.longhaul.common.store.Settings.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds what was measured against what is allowed: pure. Near a limit it slows down, beyond it waits, and it goes on
 * only some way before the limit, so that nothing flutters around it.
 */
final class Judgement {

    /** From this share of a limit on it goes slower; at the limit, half as fast. */
    private static final double NEAR = 0.8;

    /** What has waited goes on here. */
    private static final double RELIEVED = 0.9;

    private final Limits limits;
    private final boolean waited;
    private final List<String> waits = new ArrayList<>();
    private final List<String> slows = new ArrayList<>();
    private double share;

    private Judgement(Limits limits, boolean waited) {
        this.limits = limits;
        this.waited = waited;
    }

    /** {@code waited} is whether it was told to wait the last time. */
    static Verdict of(Facts facts, Limits limits, boolean waited) {
        return new Judgement(limits, waited).judge(facts);
    }

    private Verdict judge(Facts facts) {
        facts.queries()
                .ifPresent(running -> limits.queries().ifPresent(most -> {
                    String words =
                            running == 1 ? "1 query of others is running" : running + " queries of others are running";
                    atMost(words, (double) running, most, Name.THROTTLE_QUERIES, Long.toString(most));
                }));
        facts.parts()
                .ifPresent(parts -> limits.parts()
                        .ifPresent(most -> atMost(
                                "one partition has %d parts".formatted(parts),
                                (double) parts,
                                most,
                                Name.THROTTLE_PARTS,
                                Long.toString(most))));
        facts.memoryPercent()
                .ifPresent(used -> limits.memoryPercent()
                        .ifPresent(most -> atMost(
                                "%d%% of the server's memory is in use".formatted((long) Math.ceil(used)),
                                used,
                                most,
                                Name.THROTTLE_MEMORY,
                                most + "%")));
        facts.freeDisk().ifPresent(free -> limits.freeDisk().ifPresent(least -> atLeast(free, least)));
        if (facts.answer().equals(Optional.of(false))) {
            waits.add("%s answers 0".formatted(Name.THROTTLE_QUERY.word()));
        }
        if (!waits.isEmpty()) {
            return new Verdict.Wait(String.join("; ", waits));
        }
        return slows.isEmpty() ? new Verdict.GoOn() : new Verdict.SlowDown(share, String.join("; ", slows));
    }

    private void atMost(String words, double measured, long most, Name name, String limit) {
        long relieved = (long) Math.ceil(most * RELIEVED);
        if (measured > most) {
            waits.add("%s, %s is %s".formatted(words, name.word(), limit));
        } else if (waited && measured > relieved) {
            waits.add("%s, %s is %s; goes on at %d".formatted(words, name.word(), limit, relieved));
        } else if (measured > most * NEAR) {
            near(most == 0 ? 0 : measured / most, "%s, %s is %s".formatted(words, name.word(), limit));
        }
    }

    private void atLeast(long free, long least) {
        String words = "free disk is %s, %s is %s".formatted(bytes(free), Name.THROTTLE_FREE_DISK.word(), bytes(least));
        double relieved = least / RELIEVED;
        if (free < least) {
            waits.add(words);
        } else if (waited && free < relieved) {
            waits.add("%s; goes on at %s".formatted(words, bytes((long) relieved)));
        } else if (free < least / NEAR) {
            near(least / (double) free, words);
        }
    }

    /** {@code reached} is the share of the limit, from {@link #NEAR} to 1. */
    private void near(double reached, String words) {
        share = Math.max(share, (reached - NEAR) / (1 - NEAR));
        slows.add(words);
    }

    private static String bytes(long count) {
        double gib = count / (double) (1L << 30);
        return gib >= 1024
                ? String.format(Locale.ROOT, "%.1f TiB", gib / 1024)
                : String.format(Locale.ROOT, "%.1f GiB", gib);
    }
}
