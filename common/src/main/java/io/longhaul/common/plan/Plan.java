package io.longhaul.common.plan;

import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import java.util.List;

/**
 * All that a run will do, fixed before its first operation and never changed after.
 *
 * @param migration whose plan this is
 * @param checksum of the definition it was made from
 * @param operations in the order in which they run; their indexes count from 1
 * @param postchecks must all pass after the last of them
 */
public record Plan(
        MigrationId migration, Checksum checksum, List<PlannedOperation> operations, List<Check> postchecks) {

    public Plan {
        operations = List.copyOf(operations);
        postchecks = List.copyOf(postchecks);
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i).index() != i + 1) {
                throw new IllegalArgumentException("operation %d of the plan has index %d"
                        .formatted(i + 1, operations.get(i).index()));
            }
        }
    }

    /** One without postchecks. */
    public Plan(MigrationId migration, Checksum checksum, List<PlannedOperation> operations) {
        this(migration, checksum, operations, List.of());
    }

    /** Rows that the whole plan expects to touch; 0 when nobody could say. */
    public long rows() {
        return operations.stream().mapToLong(PlannedOperation::rows).sum();
    }
}
