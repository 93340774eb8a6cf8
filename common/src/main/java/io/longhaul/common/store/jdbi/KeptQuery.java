package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Leftover;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.RunSearch.Kept;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What runs have left for later. While a run is at work that is its own business, and once it is taken back nobody's.
 */
final class KeptQuery {

    private static final String SQL = """
            SELECT c.kind, c.table_name, c.run, c.due_at, c.trouble, r.migration
              FROM clean_up c JOIN run r ON r.id = c.run
             WHERE c.state IN ('WAITING', 'CALLED', 'BEGUN')
               AND (c.kind = 'OLD_TABLE' AND r.state = 'SUCCEEDED'
                    OR c.kind = 'SETTINGS' AND r.state IN ('FAILED', 'ROLLBACK_FAILED', 'PAUSED'))""";

    private static final String FIRST_FIRST = " ORDER BY c.due_at, c.id";

    private KeptQuery() {}

    static Map<String, List<Kept>> byMigration(Handle handle) {
        return handle
                .createQuery(SQL + FIRST_FIRST)
                .map((row, context) -> Map.entry(row.getString("migration"), kept(row)))
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    static List<Kept> of(Handle handle, RunId run) {
        return handle.createQuery(SQL + " AND c.run = :run" + FIRST_FIRST)
                .bind("run", run.value())
                .map((row, context) -> kept(row))
                .list();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                Leftover.Kind.valueOf(row.getString("kind")),
                row.getString("table_name"),
                new RunId(row.getObject("run", UUID.class)),
                row.getTimestamp("due_at").toInstant(),
                Optional.ofNullable(row.getString("trouble")));
    }
}
