package io.longhaul.common.migration;

import java.util.List;
import java.util.regex.Pattern;

/** The engines of ClickHouse that a table can be rebuilt with. What is replicated or shared is not among them. */
public final class MergeTreeFamily {

    public static final List<String> NAMES = List.of(
            "MergeTree",
            "ReplacingMergeTree",
            "SummingMergeTree",
            "AggregatingMergeTree",
            "CollapsingMergeTree",
            "VersionedCollapsingMergeTree",
            "CoalescingMergeTree",
            "GraphiteMergeTree");

    private static final Pattern ARGUMENTS = Pattern.compile("\\s*\\(.*", Pattern.DOTALL);

    private MergeTreeFamily() {}

    /** {@code engine} may have arguments. */
    public static boolean has(String engine) {
        return NAMES.contains(name(engine));
    }

    /** Without arguments. */
    public static String name(String engine) {
        return ARGUMENTS.matcher(engine).replaceFirst("").strip();
    }
}
