package io.longhaul.common.migration;

import java.util.List;
import java.util.Optional;

/**
 * A migration as its author defined it.
 *
 * @param id the name it is known by
 * @param description one sentence for the admin who runs it
 * @param required says whether there is anything to do here; without it there always is
 * @param prechecks must all pass before a run of it begins
 * @param operations the steps, in order; at least one
 */
public record Migration(
        MigrationId id,
        String description,
        Optional<SqlCheck> required,
        List<Check> prechecks,
        List<Operation> operations) {

    public Migration {
        prechecks = List.copyOf(prechecks);
        operations = List.copyOf(operations);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("migration %s has no operations".formatted(id));
        }
    }
}
