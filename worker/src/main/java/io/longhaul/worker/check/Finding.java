package io.longhaul.worker.check;

import io.longhaul.common.report.CheckReport.Result;
import io.longhaul.common.run.Failure;
import java.util.Optional;

/**
 * What came of looking at one thing.
 *
 * @param kind of thing, such as {@code precheck}
 * @param what was looked at, such as a query
 * @param result what came of it
 * @param words for people, such as {@code free disk is 412.0 GiB, needed is at least 10.0 GiB}
 * @param failure why that keeps a run from beginning, or going on; empty where it does not
 */
public record Finding(String kind, String what, Result result, String words, Optional<Failure> failure) {

    /** It is as it should be. */
    public static Finding yes(String kind, String what, String words) {
        return new Finding(kind, what, Result.PASSED, words, Optional.empty());
    }

    /** It is not. */
    public static Finding no(String kind, String what, Failure failure) {
        return new Finding(kind, what, Result.FAILED, failure.message(), Optional.of(failure));
    }

    /** Nobody can say. */
    public static Finding unanswered(String kind, String what, Failure failure) {
        return new Finding(kind, what, Result.NO_ANSWER, failure.toString(), Optional.of(failure));
    }

    /** It was left for want of time, which says nothing of it. */
    public static Finding notLooked(String kind, String what, String words) {
        return new Finding(kind, what, Result.NOT_LOOKED, words, Optional.empty());
    }
}
