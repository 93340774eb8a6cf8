package io.longhaul.worker;

/** What the worker's exit says to whoever started it. */
enum ExitCode {
    /** Ended in good order, as asked. */
    DONE(0),
    /** Something that is our mistake; the log says what. */
    FAILED(1),
    /** A setting or a definition is wrong. */
    USAGE(2),
    /** PostgreSQL cannot be reached at the start. */
    UNREACHABLE(4),
    /** Another has taken over the run that this worker held; it touched nothing more. Start it again. */
    FENCED(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
