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
 * @param parameters what may be chosen for a run of it
 * @param required says whether there is anything to do here; without it there always is
 * @param prechecks must all pass before a run of it begins
 * @param healthchecks must all pass before a run of it begins and as long as it goes on
 * @param operations the steps, in order; at least one
 * @param postchecks must all pass before a run of it has succeeded
 * @param progress answers from 0 to 100 how far a run is; without it that is reckoned from the operations
 */
public record Migration(
        MigrationId id,
        String description,
        VersionRange versions,
        List<MigrationId> after,
        List<ServiceRequirement> services,
        List<Parameter> parameters,
        Optional<Check> required,
        List<Check> prechecks,
        List<Healthcheck> healthchecks,
        List<Operation> operations,
        List<Check> postchecks,
        Optional<Query> progress) {

    public Migration {
        after = List.copyOf(after);
        services = List.copyOf(services);
        parameters = List.copyOf(parameters);
        prechecks = List.copyOf(prechecks);
        healthchecks = List.copyOf(healthchecks);
        operations = List.copyOf(operations);
        postchecks = List.copyOf(postchecks);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("migration %s has no operations".formatted(id));
        }
    }

    /** One for every version of the application, of which nothing but this is said. */
    public Migration(
            MigrationId id,
            String description,
            Optional<? extends Check> required,
            List<Check> prechecks,
            List<Operation> operations) {
        this(
                id,
                description,
                VersionRange.ANY,
                List.of(),
                List.of(),
                List.of(),
                required.map(check -> check),
                prechecks,
                List.of(),
                operations,
                List.of(),
                Optional.empty());
    }

    /** One of which nothing but this is said; the builder says more. */
    public static MigrationBuilder of(String id, String description, Operation... operations) {
        return new MigrationBuilder(new MigrationId(id), description, List.of(operations));
    }
}
