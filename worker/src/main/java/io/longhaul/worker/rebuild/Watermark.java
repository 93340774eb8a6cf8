package io.longhaul.worker.rebuild;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How rows that were written before a moment are told from those that came after it, while the table is merged and
 * written to.
 *
 * @param kind of watermark
 * @param because why it is used, for people
 */
record Watermark(Kind kind, String because) {

    private static final String BLOCK_NUMBERS = "enable_block_number_column";

    /** Engines that never make one row of two, or keep the number of the one that survives (measured on 26.7). */
    private static final Set<String> KEEP_NUMBERS = Set.of("MergeTree", "ReplacingMergeTree");

    private static final String MANY = "1000000";

    /**
     * Merges that are not wanted: persistent, unlike {@code SYSTEM STOP MERGES}. Without them parts become many, for
     * which nobody's insert is to be held up.
     */
    static final Map<String, String> NO_MERGES = Map.of(
            "max_bytes_to_merge_at_max_space_in_pool",
            "1",
            "max_bytes_to_merge_at_min_space_in_pool",
            "1",
            "parts_to_delay_insert",
            MANY,
            "parts_to_throw_insert",
            MANY);

    /** Kinds of watermark. */
    enum Kind {
        /** Each row keeps the number of the block with which it was written, through all merges. */
        BLOCK_NUMBERS,
        /** No merges, so that each part keeps its rows and its number. */
        MERGES_OFF
    }

    /**
     * The one that is exact for a table.
     *
     * @param canNumber whether the server can keep block numbers in rows
     */
    static Watermark of(TableFacts table, Way way, boolean canNumber) {
        if (way.kind() == Way.Kind.ATTACH) {
            return new Watermark(Kind.MERGES_OFF, "merges are off for the short time that linking takes");
        }
        if (!canNumber) {
            return new Watermark(Kind.MERGES_OFF, "merges are off: this server cannot keep block numbers in rows");
        }
        if (!keepsNumbers(table)) {
            return new Watermark(
                    Kind.MERGES_OFF, "merges are off: those of a %s make one row of several".formatted(table.engine()));
        }
        if (removesRows(table) && table.clauses().engine().contains(",")) {
            return new Watermark(Kind.MERGES_OFF, "merges are off: they remove rows that are marked as deleted");
        }
        if (table.clauses().ttl().isPresent()) {
            return new Watermark(Kind.MERGES_OFF, "merges are off: they remove rows by the table's TTL");
        }
        return new Watermark(Kind.BLOCK_NUMBERS, "merges go on: rows keep the number of their block");
    }

    /** Whether a table's merges are off in just the way in which a rebuild switches them off. */
    static boolean hasSwitchedOff(TableFacts table) {
        return table.clauses().settings().entrySet().containsAll(NO_MERGES.entrySet());
    }

    /** Whether rows of a table that is written to keep their numbers now. */
    static boolean isNumbering(TableFacts table) {
        return "1".equals(table.clauses().settings().get(BLOCK_NUMBERS));
    }

    /** Whether a merge neither makes one row of two nor gives a row another number. */
    static boolean keepsNumbers(TableFacts table) {
        return KEEP_NUMBERS.contains(table.engine());
    }

    /** Whether rows of a table that is written to can be told only as long as their parts are not merged. */
    static boolean goesByParts(TableFacts table) {
        return !keepsNumbers(table) || !isNumbering(table);
    }

    /** The settings of the old table as long as it is copied. */
    Map<String, String> settings() {
        return kind == Kind.MERGES_OFF ? NO_MERGES : Map.of(BLOCK_NUMBERS, "1");
    }

    /** All that may be switched until the tables change places: in the end there may be no merges, either. */
    Map<String, String> settingsAtMost(TableFacts table) {
        Map<String, String> settings = new LinkedHashMap<>(settings());
        if (removesRows(table)) {
            settings.putAll(NO_MERGES);
        }
        return settings;
    }

    /** Whether merges remove rows, although those that stay keep their numbers: of several with one key the newest. */
    static boolean removesRows(TableFacts table) {
        return table.engine().equals("ReplacingMergeTree");
    }

    /** Those of the new table until the end: a part that is merged can no longer be told by its uuid. */
    static Map<String, String> settingsOfNew(boolean canNumber) {
        Map<String, String> settings = new LinkedHashMap<>(NO_MERGES);
        settings.put("assign_part_uuids", "1");
        if (canNumber) {
            settings.put(BLOCK_NUMBERS, "1");
        }
        return settings;
    }

    /** Those that are kept off, or on, until the end, whatever the server can do. */
    static Map<String, String> untilTheEnd() {
        return settingsOfNew(false);
    }

    /** Of those the ones that only serve the copy: block numbers stay, for a rollback that comes later. */
    static Map<String, String> forTheCopy(Map<String, String> settingsOfNew) {
        Map<String, String> settings = new LinkedHashMap<>(settingsOfNew);
        settings.remove(BLOCK_NUMBERS);
        return settings;
    }

    /** Whether the server knows the setting. */
    static boolean canNumber(Sender sender) throws InterruptedException {
        return !sender.rows(
                        "SELECT name FROM system.merge_tree_settings WHERE name = {name:String}",
                        Map.of("name", BLOCK_NUMBERS))
                .isEmpty();
    }
}
