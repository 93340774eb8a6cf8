package io.longhaul.common.migration;

/** One step of a migration, as defined; the plan of a run may expand it into several. */
public sealed interface Operation permits RebuildTable, SqlOperation {

    /** What people call it; may hold {@code {column}} for each column of {@code forEach}. */
    String name();

    /** What is done about it when it does not simply succeed. */
    Handling handling();
}
