package io.longhaul.common.gate;

import java.util.stream.Collectors;

/** A report in one sentence. */
final class Sentences {

    private Sentences() {}

    static String of(GateReport report) {
        if (report.isOpen()) {
            return "the data is ready for %s".formatted(report.to());
        }
        String blockers = report.blockers().stream()
                .map(blocker -> "%s is %s (%s)"
                        .formatted(
                                blocker.migration(),
                                blocker.state().map(state -> state.words()).orElse("never run"),
                                blocker.command()))
                .collect(Collectors.joining("; "));
        return "the data is not ready for %s: %s".formatted(report.to(), blockers);
    }
}
