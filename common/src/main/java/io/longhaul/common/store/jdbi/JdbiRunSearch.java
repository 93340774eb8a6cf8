package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Health;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.Stall;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Presence;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The reads for people, over all tables. */
final class JdbiRunSearch implements RunSearch {

    /** Reads one run, one plan and one attempt of each migration, however many there are. */
    static final String OVERVIEW = """
                SELECT m.id AS migration_id, m.description, m.source, m.irreversible, m.version_from, m.version_through,
                       m.after, m.required_here, m.required_asked_by, m.required_asked_at, d.parameters AS choices, r.*,
                       extract(epoch FROM now() - r.changed_at) AS in_state,
                       extract(epoch FROM r.not_before - now()) AS back_off,
                       extract(epoch FROM now() - r.stalled_at) AS still,
                       s.doubt,
                       k.table_name AS kept_table, k.run AS kept_by, k.due_at AS kept_until, k.trouble AS kept_trouble,
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
                  LEFT JOIN (SELECT DISTINCT ON (run.migration) run.migration, clean_up.*
                               FROM clean_up JOIN run ON run.id = clean_up.run
                              WHERE clean_up.state IN ('WAITING', 'CALLED', 'BEGUN') AND clean_up.kind = 'OLD_TABLE'
                                AND run.state = 'SUCCEEDED'
                              ORDER BY run.migration, clean_up.due_at) k ON k.migration = m.id
                 ORDER BY m.id COLLATE "C" ASC""";

    private static final RunRow RUN = new RunRow();

    private final Database database;
    private final Duration deadAfter;

    JdbiRunSearch(Database database, Duration deadAfter) {
        this.database = database;
        this.deadAfter = deadAfter;
    }

    @Override
    public List<MigrationId> migrations(String prefix) {
        // In the order of bytes, so that 0010 follows 0009 whatever the language of the database.
        List<MigrationId> found = database.with(handle -> handle.createQuery(
                        "SELECT id FROM migration WHERE starts_with(id, :prefix) ORDER BY id COLLATE \"C\"")
                .bind("prefix", prefix)
                .map((row, context) -> new MigrationId(row.getString("id")))
                .list());
        List<MigrationId> exact =
                found.stream().filter(id -> id.value().equals(prefix)).toList();
        return exact.isEmpty() ? found : exact;
    }

    @Override
    public List<RunId> runs(String prefix) {
        return database.with(handle -> handle.createQuery("""
                        SELECT id FROM run WHERE starts_with(CAST(id AS text), lower(:prefix))
                         ORDER BY asked_at DESC LIMIT 10""")
                .bind("prefix", prefix)
                .map((row, context) -> new RunId(row.getObject("id", UUID.class)))
                .list());
    }

    @Override
    public List<Overview> overview() {
        return database.with(handle -> overview(handle, ShippedTable.read(handle, deadAfter)));
    }

    private static List<Overview> overview(Handle handle, ShippedTable shipped) {
        return handle.createQuery(OVERVIEW)
                .map((row, context) -> new Overview(
                        registered(row, shipped),
                        row.getObject("id") == null ? Optional.empty() : Optional.of(RUN.map(row, context)),
                        RunRow.seconds(row, "in_state"),
                        Optional.ofNullable(row.getString("operation_name")),
                        row.getInt("planned"),
                        backOff(row),
                        Optional.ofNullable(row.getString("doubt")),
                        stall(row),
                        row.getString("kept_table") == null ? Optional.empty() : Optional.of(kept(row))))
                .list();
    }

    @Override
    public Optional<RunId> newest(MigrationId migration) {
        return database.with(handle -> handle.createQuery(
                        "SELECT id FROM run WHERE migration = :migration ORDER BY asked_at DESC LIMIT 1")
                .bind("migration", migration.value())
                .map((row, context) -> new RunId(row.getObject("id", UUID.class)))
                .findOne());
    }

    @Override
    public Optional<Registered> registered(MigrationId migration) {
        return database.with(handle -> handle.createQuery("""
                        SELECT m.id AS migration_id, m.*, d.parameters AS choices
                          FROM migration m JOIN definition d ON d.migration = m.id AND d.checksum = m.checksum
                         WHERE m.id = :migration""")
                .bind("migration", migration.value())
                .map((row, context) -> registered(row, ShippedTable.read(handle, deadAfter)))
                .findOne());
    }

    @Override
    public Optional<Checksum> current(MigrationId migration) {
        return database.with(handle -> handle.createQuery("SELECT checksum FROM migration WHERE id = :migration")
                .bind("migration", migration.value())
                .mapTo(String.class)
                .findOne()
                .map(Checksum::new));
    }

    @Override
    public Optional<String> source(MigrationId migration, Checksum version) {
        return database.with(handle -> handle.createQuery(
                        "SELECT source FROM definition WHERE migration = :migration AND checksum = :checksum")
                .bind("migration", migration.value())
                .bind("checksum", version.value())
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public Optional<Details> details(RunId run) {
        // One transaction, so that run, journal and errors are of one moment.
        return database.together(handle -> {
            handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            return details(handle, run, ShippedTable.read(handle, deadAfter));
        });
    }

    private static Optional<Details> details(Handle handle, RunId run, ShippedTable shipped) {
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
                            registered(row, shipped),
                            found,
                            RunRow.seconds(row, "in_state").orElse(Duration.ZERO),
                            RunRow.seconds(row, "since_beat"),
                            RunRow.seconds(row, "since_asked").orElse(Duration.ZERO),
                            Optional.ofNullable(row.getString("worker_host")),
                            Optional.ofNullable(row.getString("document")).map(Json::readPlan),
                            lastAttempt(handle, run),
                            errors(handle, run),
                            earlier(handle, found),
                            backOff(row),
                            Optional.ofNullable(row.getString("doubt")),
                            stall(row),
                            health(row),
                            deaths(handle, run),
                            kept(handle, run));
                })
                .findOne();
    }

    /** A claim leaves it behind in the row: what is over is none. */
    private static Optional<Duration> backOff(ResultSet row) throws SQLException {
        return RunRow.seconds(row, "back_off").filter(left -> !left.isZero());
    }

    private static Optional<Health> health(ResultSet row) throws SQLException {
        String words = row.getString("health");
        return words == null
                ? Optional.empty()
                : RunRow.seconds(row, "health_age").map(age -> new Health(words, age));
    }

    private static Optional<Stall> stall(ResultSet row) throws SQLException {
        Optional<Duration> still = RunRow.seconds(row, "still");
        return still.isEmpty() ? Optional.empty() : Optional.of(new Stall(still.get(), row.getString("stall")));
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

    private static List<Kept> kept(Handle handle, RunId run) {
        return handle.createQuery("""
                        SELECT c.table_name AS kept_table, c.run AS kept_by, c.due_at AS kept_until,
                               c.trouble AS kept_trouble
                          FROM clean_up c JOIN run r ON r.id = c.run
                         WHERE c.run = :run AND c.state IN ('WAITING', 'CALLED', 'BEGUN') AND c.kind = 'OLD_TABLE'
                           AND r.state = 'SUCCEEDED' ORDER BY c.due_at, c.id""")
                .bind("run", run.value())
                .map((row, context) -> kept(row))
                .list();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getString("kept_table"),
                new RunId(row.getObject("kept_by", UUID.class)),
                row.getTimestamp("kept_until").toInstant(),
                Optional.ofNullable(row.getString("kept_trouble")));
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

    @Override
    public Vitals vitals() {
        return database.together(handle -> {
            List<Seen> members =
                    handle.createQuery("""
                            SELECT *, extract(epoch FROM now() - beat_at) AS since_beat FROM process
                             WHERE left_at IS NULL AND beat_at > now() - interval '1 day'
                             ORDER BY beat_at DESC LIMIT 50""").map((row, context) -> seen(row)).list();
            int outbox = handle.createQuery("SELECT count(*) FROM outbox WHERE published_at IS NULL")
                    .mapTo(Integer.class)
                    .one();
            return new Vitals(members, outbox, application(members));
        });
    }

    /** Of several, as while workers are being replaced, the newest: it decides what can be run. */
    private Optional<Version> application(List<Seen> members) {
        return members.stream()
                .filter(seen -> seen.member().kind() == Presence.Kind.WORKER)
                .filter(seen -> seen.sinceBeat().compareTo(deadAfter) < 0)
                .flatMap(seen -> seen.member().application().stream())
                .max(Comparator.naturalOrder());
    }

    private static Seen seen(ResultSet row) throws SQLException {
        Map<Presence.Service, Presence.Health> services = new EnumMap<>(Presence.Service.class);
        Map<String, String> found = Json.readMap(row.getString("services"));
        for (Presence.Service service : Presence.Service.values()) {
            // Only what we know: a newer version may have written words that this one does not have.
            for (Presence.Health health : Presence.Health.values()) {
                if (health.name().equals(found.get(service.name()))) {
                    services.put(service, health);
                }
            }
        }
        return new Seen(
                new Presence.Member(
                        row.getString("id"),
                        Presence.Kind.valueOf(row.getString("kind")),
                        row.getString("host"),
                        row.getLong("pid"),
                        version(row, "application")),
                RunRow.seconds(row, "since_beat").orElse(Duration.ZERO),
                services);
    }

    private static Registered registered(ResultSet row, ShippedTable shipped) throws SQLException {
        MigrationId migration = new MigrationId(row.getString("migration_id"));
        return new Registered(
                migration,
                row.getString("description"),
                row.getString("source"),
                Json.readList(row.getString("irreversible")),
                terms(row),
                Json.readParameters(row.getString("choices")),
                shipped.of(migration));
    }

    private static Terms terms(ResultSet row) throws SQLException {
        boolean here = row.getBoolean("required_here");
        Optional<Required> required = row.wasNull()
                ? Optional.empty()
                : Optional.of(new Required(
                        here,
                        new WorkerId(row.getString("required_asked_by")),
                        row.getTimestamp("required_asked_at").toInstant()));
        return new Terms(
                new VersionRange(version(row, "version_from"), version(row, "version_through")),
                Json.readList(row.getString("after")).stream()
                        .map(MigrationId::new)
                        .toList(),
                required);
    }

    private static Optional<Version> version(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(Version::new);
    }
}
