package io.longhaul.common.run;

import java.util.Map;
import java.util.OptionalLong;

/**
 * Something that a run leaves on a target, to be put away later.
 *
 * @param kind of thing
 * @param table what the table was called when it was left
 * @param uuid by which the table is known, whatever it is called
 * @param settings of the table that are to be put back, as they were before; those that were not set are empty
 * @param lastBlock number of the last block of rows that are elsewhere too
 */
public record Leftover(Kind kind, String table, String uuid, Map<String, String> settings, OptionalLong lastBlock) {

    public Leftover {
        settings = Map.copyOf(settings);
    }

    /**
     * The table that was rebuilt, as it was, under the name that says until when it is kept.
     *
     * @param lastBlock up to which its rows are in the new one
     */
    public static Leftover oldTable(String table, String uuid, long lastBlock) {
        return new Leftover(Kind.OLD_TABLE, table, uuid, Map.of(), OptionalLong.of(lastBlock));
    }

    /** Settings that are switched as long as the table is rebuilt. */
    public static Leftover settings(String table, String uuid, Map<String, String> before) {
        return new Leftover(Kind.SETTINGS, table, uuid, before, OptionalLong.empty());
    }

    /** What it can be. */
    public enum Kind {
        /** A backup, dropped when its day has come. */
        OLD_TABLE,
        /** Merges that are off, put back on when nobody goes on with the run. */
        SETTINGS
    }
}
