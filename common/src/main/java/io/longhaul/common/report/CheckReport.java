package io.longhaul.common.report;

/**
 * What came of looking at one thing that must hold before a run begins.
 *
 * @param kind such as {@code required}, {@code version}, {@code precheck}
 * @param what was looked at, such as a query or the name of a service
 * @param result what came of it
 * @param words for people
 */
public record CheckReport(String kind, String what, Result result, String words) {

    /** What comes of a check. */
    public enum Result {
        /** It holds; of {@code required}: there is something to do. */
        PASSED,
        /** It does not hold; of {@code required}: there is nothing to do. */
        FAILED,
        /** Nobody can say, which refuses a run. */
        NO_ANSWER,
        /** There was no time left to look. */
        NOT_LOOKED
    }
}
