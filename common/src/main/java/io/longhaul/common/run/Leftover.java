package io.longhaul.common.run;

import java.util.Map;

/**
 * Something that a run leaves on a target, to be put away later.
 *
 * @param kind of thing
 * @param table what the table was called when it was left
 * @param uuid by which the table is known, whatever it is called
 * @param settings of the table that are to be put back, as they were before; those that were not set are empty
 */
public record Leftover(Kind kind, String table, String uuid, Map<String, String> settings) {

    public Leftover {
        settings = Map.copyOf(settings);
    }

    /** The table that was rebuilt, as it was, under the name that says until when it is kept. */
    public static Leftover oldTable(String table, String uuid) {
        return new Leftover(Kind.OLD_TABLE, table, uuid, Map.of());
    }

    /** Settings that are switched as long as the table is rebuilt. */
    public static Leftover settings(String table, String uuid, Map<String, String> before) {
        return new Leftover(Kind.SETTINGS, table, uuid, before);
    }

    /** What it can be. */
    public enum Kind {
        /** A backup, dropped when its day has come. */
        OLD_TABLE,
        /** Merges that are off, put back on when nobody goes on with the run. */
        SETTINGS
    }
}
