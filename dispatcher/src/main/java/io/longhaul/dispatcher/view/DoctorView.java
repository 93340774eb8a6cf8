package io.longhaul.dispatcher.view;

import io.longhaul.dispatcher.doctor.Finding;
import io.longhaul.dispatcher.doctor.Finding.Verdict;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor --output json} says; every key is always there.
 *
 * @param verdict the worst of all: OK, WARNING or PROBLEM
 * @param findings in the order of the checks
 */
public record DoctorView(String verdict, List<Line> findings) {

    public static DoctorView of(List<Finding> findings) {
        return new DoctorView(
                findings.stream()
                        .map(Finding::verdict)
                        .max(Comparator.naturalOrder())
                        .orElse(Verdict.OK)
                        .name(),
                findings.stream().map(Line::of).toList());
    }

    /**
     * What came of a check.
     *
     * @param remedy what to do about it; null where there is nothing to do
     * @param unreachable whether it is that a service that is needed cannot be reached
     */
    public record Line(
            String part,
            String check,
            String verdict,
            String found,
            @Nullable String remedy,
            boolean unreachable) {

        static Line of(Finding finding) {
            return new Line(
                    finding.part(),
                    finding.check(),
                    finding.verdict().name(),
                    finding.found(),
                    finding.remedy().isEmpty() ? null : finding.remedy(),
                    finding.unreachable());
        }
    }
}
