package io.longhaul.common.plan;

import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that a run will do, fixed before its first operation and never changed after.
 *
 * @param migration whose plan this is
 * @param checksum of the definition it was made from
 * @param operations in the order in which they run; their indexes count from 1
 * @param parameters what was chosen for the run, as it is bound
 * @param healthchecks must all pass as long as the run goes on
 * @param postchecks must all pass after the last operation
 * @param progress answers from 0 to 100 how far the run is
 */
public record Plan(
        MigrationId migration,
        Checksum checksum,
        List<PlannedOperation> operations,
        Map<String, String> parameters,
        List<Healthcheck> healthchecks,
        List<Check> postchecks,
        Optional<Query> progress) {

    public Plan {
        operations = List.copyOf(operations);
        parameters = Map.copyOf(parameters);
        healthchecks = List.copyOf(healthchecks);
        postchecks = List.copyOf(postchecks);
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i).index() != i + 1) {
                throw new IllegalArgumentException("operation %d of the plan has index %d"
                        .formatted(i + 1, operations.get(i).index()));
            }
        }
    }

    /** One of operations alone. */
    public Plan(MigrationId migration, Checksum checksum, List<PlannedOperation> operations) {
        this(migration, checksum, operations, Map.of(), List.of(), List.of(), Optional.empty());
    }

    /** Where its operations run. */
    public Set<Engine> engines() {
        return operations.stream().map(PlannedOperation::engine).collect(Collectors.toSet());
    }

    /** Rows that the whole plan expects to touch; 0 when nobody could say. */
    public long rows() {
        return operations.stream().mapToLong(PlannedOperation::rows).sum();
    }
}
