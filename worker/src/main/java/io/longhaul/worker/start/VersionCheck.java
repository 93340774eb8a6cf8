package io.longhaul.worker.start;

import io.longhaul.common.report.CheckReport.Result;
import io.longhaul.common.run.Failure;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import io.longhaul.worker.check.Finding;
import java.util.Optional;

/** Whether a migration may be run with the application's version: a pure decision. */
final class VersionCheck {

    private VersionCheck() {}

    /**
     * Why it may not.
     *
     * @param application absent when nobody has told the worker
     */
    static Optional<Failure> failure(VersionRange range, Optional<Version> application) {
        if (!range.isBounded()) {
            return Optional.empty();
        }
        if (application.isEmpty()) {
            return failure(
                    "version-unknown",
                    "it is for %s of the application, and this worker does not know which that is;"
                                    .formatted(words(range))
                            + " set LONGHAUL_APP_VERSION and start it again");
        }
        String facts = facts(range, application.get());
        return switch (range.sideOf(application.get())) {
            case WITHIN -> Optional.empty();
            case BELOW -> failure("version", "future: " + facts);
            case ABOVE -> failure("version", "too late: the application has moved past it; " + facts);
        };
    }

    /** The same with the words for one that may; absent for one that may be run with any version. */
    static Optional<Finding> finding(VersionRange range, Optional<Version> application) {
        if (!range.isBounded()) {
            return Optional.empty();
        }
        String what = range.toString();
        return Optional.of(failure(range, application)
                .map(failure -> application.isPresent()
                        ? Finding.no("version", what, failure)
                        : new Finding("version", what, Result.NO_ANSWER, failure.message(), Optional.of(failure)))
                .orElseGet(() -> Finding.yes("version", what, facts(range, application.orElseThrow()))));
    }

    private static String facts(VersionRange range, Version application) {
        return "it is for %s of the application, and this is %s".formatted(words(range), application);
    }

    private static String words(VersionRange range) {
        return (range.through().isPresent() ? "versions " : "version ") + range;
    }

    private static Optional<Failure> failure(String code, String message) {
        return Optional.of(new Failure("check", code, message));
    }
}
