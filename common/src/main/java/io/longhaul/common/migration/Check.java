package io.longhaul.common.migration;

/**
 * A condition on a target that is looked at before a run begins, while it goes on, or after its last operation. Looking
 * changes nothing.
 */
public sealed interface Check permits FreeDisk, RowCount, SqlCheck {}
