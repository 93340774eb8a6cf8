package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.RunSearch.Death;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.common.store.RunSearch.RunError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** All that there is to know of one run; for a transaction that sees one moment. */
final class DetailsQuery {

    private static final RunRow RUN = new RunRow();

    private DetailsQuery() {}

    static Optional<Details> read(Handle handle, RunId run, ShippedTable shipped) {
        return handle.createQuery("""
                        SELECT m.id AS migration_id, m.description, m.source, m.irreversible, m.version_from, m.version_through,
                               m.after, m.required_here, m.required_asked_by, m.required_asked_at, d.parameters AS choices, r.*,
                               p.document, w.host AS worker_host,
                               extract(epoch FROM now() - r.changed_at) AS in_state,
                               extract(epoch FROM now() - r.beat_at) AS since_beat,
                               extract(epoch FROM now() - r.asked_at) AS since_asked,
                               extract(epoch FROM r.not_before - now()) AS back_off,
                               extract(epoch FROM now() - r.stalled_at) AS still,
                               extract(epoch FROM now() - r.healthy_at) AS health_age,
                               (SELECT CASE kind WHEN 'suspect' THEN text END FROM event
                                 WHERE run = r.id AND epoch = r.epoch AND kind IN ('suspect', 'trusted')
                                   AND r.state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')
                                 ORDER BY id DESC LIMIT 1) AS doubt
                          FROM run r
                          JOIN migration m ON m.id = r.migration
                          JOIN definition d ON d.migration = m.id AND d.checksum = m.checksum
                          LEFT JOIN plan p ON p.run = r.id
                          LEFT JOIN process w ON w.id = r.worker
                         WHERE r.id = :run""")
                .bind("run", run.value())
                .map((row, context) -> {
                    Run found = RUN.map(row, context);
                    return new Details(
                            FoundRow.registered(row, shipped),
                            found,
                            RunRow.seconds(row, "in_state").orElse(Duration.ZERO),
                            RunRow.seconds(row, "since_beat"),
                            RunRow.seconds(row, "since_asked").orElse(Duration.ZERO),
                            Optional.ofNullable(row.getString("worker_host")),
                            Optional.ofNullable(row.getString("document")).map(Json::readPlan),
                            lastAttempt(handle, run),
                            errors(handle, run),
                            earlier(handle, found),
                            FoundRow.backOff(row),
                            Optional.ofNullable(row.getString("doubt")),
                            FoundRow.stall(row),
                            FoundRow.health(row),
                            deaths(handle, run),
                            KeptQuery.of(handle, run));
                })
                .findOne();
    }

    private static Optional<Attempt> lastAttempt(Handle handle, RunId run) {
        return handle.createQuery("SELECT * FROM attempt WHERE run = :run ORDER BY id DESC LIMIT 1")
                .bind("run", run.value())
                .map(JdbiJournal.ATTEMPT)
                .findOne();
    }

    private static List<RunError> errors(Handle handle, RunId run) {
        return handle.createQuery("""
                        SELECT e.*, extract(epoch FROM e.retried_after) AS seconds_to_retry, a.operation, a.query_id, a.number
                          FROM error e
                          LEFT JOIN (SELECT id, operation, query_id,
                                            CAST(row_number() OVER (PARTITION BY operation, chunk, direction ORDER BY id)
                                                 AS integer) AS number
                                       FROM attempt WHERE run = :run) a ON a.id = e.attempt
                         WHERE e.run = :run ORDER BY e.id""")
                .bind("run", run.value())
                .map((row, context) -> new RunError(
                        row.getTimestamp("at").toInstant(),
                        Optional.ofNullable(row.getObject("operation", Integer.class)),
                        Optional.ofNullable(row.getObject("number", Integer.class)),
                        row.getLong("epoch"),
                        Optional.ofNullable(row.getString("worker")).map(WorkerId::new),
                        Optional.ofNullable(row.getString("query_id")).map(QueryId::new),
                        new Failure(row.getString("source"), row.getString("code"), row.getString("message")),
                        RunRow.seconds(row, "seconds_to_retry")))
                .list();
    }

    /** A takeover ends the epoch in which the worker died; the claim after it begins the next but one. */
    private static List<Death> deaths(Handle handle, RunId run) {
        return handle.createQuery("""
                        SELECT taken.epoch - 1 AS epoch, coalesce(taken.since, taken.at) AS at,
                               (SELECT min(at) FROM event
                                 WHERE run = taken.run AND kind = 'claimed' AND epoch = taken.epoch + 1) AS gone_on
                          FROM event taken WHERE taken.run = :run AND taken.kind = 'taken-over' ORDER BY taken.id""")
                .bind("run", run.value())
                .map((row, context) -> new Death(
                        new Epoch(row.getLong("epoch")),
                        row.getTimestamp("at").toInstant(),
                        RunRow.instant(row, "gone_on")))
                .list();
    }

    private static List<RunId> earlier(Handle handle, Run run) {
        return handle.createQuery("""
                        SELECT id FROM run WHERE migration = :migration AND asked_at < :askedAt
                         ORDER BY asked_at DESC LIMIT 10""")
                .bind("migration", run.migration().value())
                .bind("askedAt", run.askedAt())
                .map((row, context) -> new RunId(row.getObject("id", UUID.class)))
                .list();
    }
}
