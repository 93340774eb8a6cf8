package io.longhaul.common.migration;

import io.longhaul.common.version.VersionRange;
import java.util.List;
import java.util.Optional;

/**
 * A migration as its author defined it.
 *
 * @param id the name it is known by
 * @param description one sentence for the admin who runs it
 * @param versions of the application with which it may be run
 * @param after migrations that must be done before a run of it begins
 * @param services versions that services must have before a run of it begins
 * @param required says whether there is anything to do here; without it there always is
 * @param prechecks must all pass before a run of it begins
 * @param operations the steps, in order; at least one
 * @param postchecks must all pass before a run of it has succeeded
 */
public record Migration(
        MigrationId id,
        String description,
        VersionRange versions,
        List<MigrationId> after,
        List<ServiceRequirement> services,
        Optional<SqlCheck> required,
        List<Check> prechecks,
        List<Operation> operations,
        List<Check> postchecks) {

    public Migration {
        after = List.copyOf(after);
        services = List.copyOf(services);
        prechecks = List.copyOf(prechecks);
        operations = List.copyOf(operations);
        postchecks = List.copyOf(postchecks);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("migration %s has no operations".formatted(id));
        }
    }

    /** One for every version of the application, which comes after no other, needs no service and has no postchecks. */
    public Migration(
            MigrationId id,
            String description,
            Optional<SqlCheck> required,
            List<Check> prechecks,
            List<Operation> operations) {
        this(id, description, VersionRange.ANY, List.of(), List.of(), required, prechecks, operations, List.of());
    }
}
