package io.longhaul.common.store;

import io.longhaul.common.migration.MigrationId;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody asks for.
 *
 * @param migration a registered migration
 * @param parameters what is chosen, name to text; what is not has its default
 * @param askedBy who asks, for the record
 * @param key makes asking twice the same as asking once
 */
public record RunRequest(MigrationId migration, Map<String, String> parameters, String askedBy, Optional<String> key) {

    public RunRequest {
        parameters = Map.copyOf(parameters);
    }
}
