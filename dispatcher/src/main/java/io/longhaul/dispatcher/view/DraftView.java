package io.longhaul.dispatcher.view;

import io.longhaul.common.migration.MigrationId;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code new --output json} says; every key is always there.
 *
 * @param migration the id
 * @param file that was written
 * @param schema that was written beside it; null where one was there
 */
public record DraftView(
        String migration, String file, @Nullable String schema) {

    public static DraftView of(MigrationId migration, Path file, Optional<Path> schema) {
        return new DraftView(
                migration.value(), file.toString(), schema.map(Path::toString).orElse(null));
    }
}
