package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Catalog;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

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
                        INSERT INTO migration (id, checksum, description, source, irreversible, registered_by)
                        VALUES (:id, :checksum, :description, :source, CAST(:irreversible AS jsonb), :worker)
                        ON CONFLICT (id) DO UPDATE
                           SET checksum = excluded.checksum, description = excluded.description, source = excluded.source,
                               irreversible = excluded.irreversible,
                               registered_by = excluded.registered_by, registered_at = now()
                         WHERE (migration.checksum, migration.description, migration.source)
                               IS DISTINCT FROM (excluded.checksum, excluded.description, excluded.source)),
                    kept AS (
                        INSERT INTO definition (migration, checksum, source) VALUES (:id, :checksum, :source)
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
                            .bind("worker", worker.value())
                            .add());
            return batch.execute();
        });
    }

    private static List<String> irreversible(Definition definition) {
        return definition.migration().operations().stream()
                .filter(operation -> operation.handling().irreversible())
                .map(Operation::name)
                .toList();
    }
}
