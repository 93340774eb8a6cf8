package io.longhaul.acceptance.chaos;

import java.util.Locale;

/** What is asked of Longhaul while things die. */
enum Scenario {
    /** A copy by partitions through staging tables. */
    COPY("0001_copy"),
    /** The same, which has to succeed before the second half of what befalls it comes, and is taken back then. */
    BACK("0001_copy"),
    /** The same, stopped on its way and taken back. */
    STOP_AND_BACK("0001_copy"),
    /** The same, paused on its way and resumed. */
    PAUSE("0001_copy"),
    /** Statements whose repetition would double rows: a crash in one takes the run back. */
    IN_PLACE("0002_in_place"),
    /** Somebody is to be asked after a crash, and always says: go on. */
    ASK("0003_ask");

    private final String migration;

    Scenario(String migration) {
        this.migration = migration;
    }

    String migration() {
        return migration;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
