package io.longhaul.common.store.jdbi;

import io.longhaul.common.store.RunSearch.Kept;
import io.longhaul.common.store.RunSearch.Overview;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Every migration with its newest run, in two queries. */
final class OverviewQuery {

    /** Reads one run, one plan and one attempt of each migration, however many there are. */
    static final String SQL = """
                SELECT m.id AS migration_id, m.description, m.source, m.irreversible, m.version_from, m.version_through,
                       m.after, m.required_here, m.required_asked_by, m.required_asked_at, d.parameters AS choices, r.*,
                       extract(epoch FROM now() - r.changed_at) AS in_state,
                       extract(epoch FROM r.not_before - now()) AS back_off,
                       extract(epoch FROM now() - r.stalled_at) AS still,
                       s.doubt,
                       jsonb_array_length(p.document -> 'operations') AS planned,
                       p.document -> 'operations' -> (a.operation - 1) ->> 'name' AS operation_name
                  FROM migration m
                  JOIN definition d ON d.migration = m.id AND d.checksum = m.checksum
                  LEFT JOIN LATERAL (SELECT * FROM run WHERE migration = m.id ORDER BY asked_at DESC LIMIT 1) r ON true
                  LEFT JOIN plan p ON p.run = r.id
                  LEFT JOIN LATERAL (SELECT operation FROM attempt WHERE run = r.id ORDER BY id DESC LIMIT 1) a ON true
                  LEFT JOIN LATERAL (SELECT CASE kind WHEN 'suspect' THEN text END AS doubt FROM event
                                      WHERE run = r.id AND epoch = r.epoch AND kind IN ('suspect', 'trusted')
                                        AND r.state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')
                                      ORDER BY id DESC LIMIT 1) s ON true
                 ORDER BY m.id COLLATE "C" ASC""";

    private static final RunRow RUN = new RunRow();

    private OverviewQuery() {}

    static List<Overview> read(Handle handle, ShippedTable shipped) {
        Map<String, List<Kept>> kept = KeptQuery.byMigration(handle);
        return handle.createQuery(SQL)
                .map((row, context) -> new Overview(
                        FoundRow.registered(row, shipped),
                        row.getObject("id") == null ? Optional.empty() : Optional.of(RUN.map(row, context)),
                        RunRow.seconds(row, "in_state"),
                        Optional.ofNullable(row.getString("operation_name")),
                        row.getInt("planned"),
                        FoundRow.backOff(row),
                        Optional.ofNullable(row.getString("doubt")),
                        FoundRow.stall(row),
                        kept.getOrDefault(row.getString("migration_id"), List.of())))
                .list();
    }
}
