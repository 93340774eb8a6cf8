package io.longhaul.dispatcher.cli;

/** What was asked for cannot be done; it says why and what would be right. */
final class Refusal extends RuntimeException {

    private final String why;

    Refusal(String why) {
        super(why);
        this.why = why;
    }

    /** One or more lines. */
    String why() {
        return why;
    }
}
