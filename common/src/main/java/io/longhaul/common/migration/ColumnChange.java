package io.longhaul.common.migration;

/**
 * What becomes of one column when a table gets another shape.
 *
 * @param kind of change
 * @param name of the column
 * @param declaration type, default and codec as in {@code ADD COLUMN}; empty when it is dropped
 */
public record ColumnChange(Kind kind, String name, String declaration) {

    /** What is done to a column. */
    public enum Kind {
        /** It is new: rows that are there already get its default. */
        ADD,
        /** It gets another type: each value is converted, or the rebuild fails. */
        MODIFY,
        /** It goes, with its values. */
        DROP
    }
}
