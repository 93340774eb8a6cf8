package io.longhaul.dispatcher.doctor;

/**
 * What came of one check.
 *
 * @param part of what: a service, {@code workers}, one worker, the catalog …
 * @param check which
 * @param verdict how it is
 * @param found what was found, as a clause
 * @param remedy what to do about it; empty where there is nothing to do
 * @param unreachable whether it is that a service that is needed cannot be reached
 */
public record Finding(String part, String check, Verdict verdict, String found, String remedy, boolean unreachable) {

    public Finding {
        if ((verdict == Verdict.OK) != remedy.isEmpty()) {
            throw new IllegalArgumentException("what is not ok has a remedy, and nothing else: " + check);
        }
    }

    static Finding ok(String part, String check, String found) {
        return new Finding(part, check, Verdict.OK, found, "", false);
    }

    static Finding warning(String part, String check, String found, String remedy) {
        return new Finding(part, check, Verdict.WARNING, found, remedy, false);
    }

    static Finding problem(String part, String check, String found, String remedy) {
        return new Finding(part, check, Verdict.PROBLEM, found, remedy, false);
    }

    static Finding unreachable(String part, String found, String remedy) {
        return new Finding(part, "reachable", Verdict.PROBLEM, found, remedy, true);
    }

    /** How it is. */
    public enum Verdict {
        /** Nothing to do. */
        OK,
        /** Works; somebody should know. */
        WARNING,
        /** Somebody must do something. */
        PROBLEM
    }
}
