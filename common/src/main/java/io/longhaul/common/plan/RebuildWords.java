package io.longhaul.common.plan;

import io.longhaul.common.config.Durations;
import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a rebuild is, in the words of a definition. */
final class RebuildWords {

    private final List<String> lines = new ArrayList<>();

    private RebuildWords() {}

    /** Several lines. */
    static String of(RebuildTable rebuild) {
        RebuildWords words = new RebuildWords();
        TableShape shape = rebuild.shape();
        words.lines.add("rebuildTable: " + rebuild.table());
        words.add("engine", shape.engine());
        words.add("partitionBy", shape.partitionBy());
        words.add("orderBy", shape.orderBy());
        words.add("primaryKey", shape.primaryKey());
        shape.settings().forEach((name, value) -> words.add("setting", Optional.of(name + " = " + value)));
        shape.columns().forEach(change -> words.add("column", Optional.of(column(change))));
        words.add("keepOldTable", Optional.of(Durations.text(rebuild.keepOldTable())));
        return String.join("\n", words.lines);
    }

    private static String column(ColumnChange change) {
        String what = switch (change.kind()) {
            case ADD -> "add";
            case MODIFY -> "modify";
            case DROP -> "drop";
        };
        return "%s %s %s".formatted(what, change.name(), change.declaration()).strip();
    }

    private void add(String what, Optional<String> value) {
        value.ifPresent(words -> lines.add("  %s: %s".formatted(what, words)));
    }
}
