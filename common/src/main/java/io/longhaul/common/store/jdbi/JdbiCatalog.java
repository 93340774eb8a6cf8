package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Catalog;
import io.longhaul.common.version.Version;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The definitions in tables {@code migration}, {@code definition} and {@code shipped}. */
final class JdbiCatalog implements Catalog {

    private final Database database;

    JdbiCatalog(Database database) {
        this.database = database;
    }

    @Override
    public void register(WorkerId worker, List<Definition> definitions) {
        if (definitions.isEmpty()) {
            return;
        }
        database.together(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    WITH registered AS (
                        INSERT INTO migration (id, checksum, description, source, irreversible, version_from, version_through,
                                               after, registered_by)
                        VALUES (:id, :checksum, :description, :source, CAST(:irreversible AS jsonb), :from, :through,
                                CAST(:after AS jsonb), :worker)
                        ON CONFLICT (id) DO UPDATE
                           SET checksum = excluded.checksum, description = excluded.description, source = excluded.source,
                               irreversible = excluded.irreversible, version_from = excluded.version_from,
                               version_through = excluded.version_through, after = excluded.after,
                               -- What another text answered is no answer to this one.
                               required_here = CASE WHEN migration.checksum = excluded.checksum THEN migration.required_here END,
                               required_asked_by = CASE WHEN migration.checksum = excluded.checksum THEN migration.required_asked_by END,
                               required_asked_at = CASE WHEN migration.checksum = excluded.checksum THEN migration.required_asked_at END,
                               registered_by = excluded.registered_by, registered_at = now()
                         WHERE (migration.checksum, migration.description, migration.source)
                               IS DISTINCT FROM (excluded.checksum, excluded.description, excluded.source)),
                    kept AS (
                        INSERT INTO definition (migration, checksum, source, parameters)
                        VALUES (:id, :checksum, :source, CAST(:parameters AS jsonb))
                        ON CONFLICT DO NOTHING)
                    INSERT INTO shipped (worker, migration, checksum) VALUES (:worker, :id, :checksum)
                    ON CONFLICT (worker, migration) DO UPDATE SET checksum = excluded.checksum""");
            // In one order everywhere, so that two workers that start together wait for each other and never in a
            // circle.
            definitions.stream()
                    .sorted((a, b) -> a.migration().id().compareTo(b.migration().id()))
                    .forEach(definition -> batch.bind(
                                    "id", definition.migration().id().value())
                            .bind("checksum", definition.checksum().value())
                            .bind("description", definition.migration().description())
                            .bind("source", definition.source())
                            .bind("irreversible", Json.write(irreversible(definition)))
                            .bind("from", text(definition.migration().versions().from()))
                            .bind(
                                    "through",
                                    text(definition.migration().versions().through()))
                            .bind(
                                    "parameters",
                                    Json.write(definition.migration().parameters()))
                            .bind("after", Json.write(after(definition)))
                            .bind("worker", worker.value())
                            .add());
            return batch.execute();
        });
    }

    @Override
    public void requiredHere(WorkerId by, Definition definition) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE migration
                           SET required_here = true, required_asked_by = :worker, required_asked_at = now()
                         WHERE id = :migration AND checksum = :checksum""")
                .bind("worker", by.value())
                .bind("migration", definition.migration().id().value())
                .bind("checksum", definition.checksum().value())
                .execute());
    }

    @Override
    public boolean notRequiredHere(WorkerId by, Definition definition, String why) {
        return database.together(handle -> new Completion(handle, definition, by).take(why));
    }

    private static @Nullable String text(Optional<Version> version) {
        return version.map(Version::text).orElse(null);
    }

    private static List<String> after(Definition definition) {
        return definition.migration().after().stream().map(MigrationId::value).toList();
    }

    private static List<String> irreversible(Definition definition) {
        return definition.migration().operations().stream()
                .filter(operation -> operation.handling().irreversible())
                .map(Operation::name)
                .toList();
    }
}
