package io.longhaul.dispatcher.view;

import io.longhaul.dispatcher.doctor.Finding;
import io.longhaul.dispatcher.doctor.Finding.Verdict;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Facts;
import io.longhaul.dispatcher.text.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a doctor found: the worst first, and beneath each what to do about it. */
public final class DoctorPage {

    private static final String LINE = "%-9s%-12s%-19s";
    private static final int INDENT = 40;
    private static final int MANY = 6;

    private final List<Finding> findings;

    public DoctorPage(List<Finding> findings) {
        this.findings = findings.stream()
                .sorted(Comparator.comparing(Finding::verdict).reversed())
                .toList();
    }

    /** The findings, none wider than {@code width} if there is any way, and how many of each kind there are. */
    public String draw(int width, boolean colours) {
        StringBuilder drawn = new StringBuilder(LINE.formatted("VERDICT", "PART", "CHECK") + "FOUND\n");
        for (Finding finding : findings) {
            List<String> lines = new ArrayList<>(Facts.wrap(finding.found(), width - INDENT, MANY));
            if (!finding.remedy().isEmpty()) {
                lines.addAll(Facts.wrap("→ " + finding.remedy(), width - INDENT, MANY));
            }
            Tone tone = tone(finding.verdict());
            drawn.append(tone.paint("%-9s".formatted(word(finding.verdict())), colours))
                    .append("%-12s%-19s".formatted(finding.part(), finding.check()))
                    .append(String.join("\n" + " ".repeat(INDENT), lines))
                    .append('\n');
        }
        return drawn.append(summary()).append('\n').toString();
    }

    private String summary() {
        return "%s · %s · %d ok"
                .formatted(
                        Counts.plural(count(Verdict.PROBLEM), "problem"),
                        Counts.plural(count(Verdict.WARNING), "warning"),
                        count(Verdict.OK));
    }

    private int count(Verdict verdict) {
        return (int) findings.stream()
                .filter(finding -> finding.verdict() == verdict)
                .count();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case OK -> "ok";
            case WARNING -> "warning";
            case PROBLEM -> "PROBLEM";
        };
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case OK -> Tone.GOOD;
            case WARNING -> Tone.WAITING;
            case PROBLEM -> Tone.BAD;
        };
    }
}
