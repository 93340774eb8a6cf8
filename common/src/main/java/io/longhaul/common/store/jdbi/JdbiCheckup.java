package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Checkup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Looks at the server, at the tables, and at what no other reader shows. */
final class JdbiCheckup implements Checkup {

    /** PostgreSQL's {@code server_version_num}: 150018 is 15.18 (manual, "Preset Options"). */
    private static final int MAJOR = 10_000;

    private final Database database;
    private final Duration deadAfter;
    private final Supplier<Tables> tables;

    JdbiCheckup(Database database, Duration deadAfter, Supplier<Tables> tables) {
        this.database = database;
        this.deadAfter = deadAfter;
        this.tables = tables;
    }

    @Override
    public Instant now() {
        return database.with(handle -> handle.createQuery("SELECT clock_timestamp()")
                .mapTo(Instant.class)
                .one());
    }

    @Override
    public Server server() {
        Optional<Idle> idle = database.with(JdbiCheckup::idle);
        return database.with(handle -> handle.createQuery("""
                        SELECT current_setting('server_version') AS version,
                               CAST(current_setting('server_version_num') AS integer) AS number,
                               pg_is_in_recovery() AS standby""")
                .map((row, context) -> new Server(
                        row.getString("version"),
                        row.getInt("number") / MAJOR,
                        row.getBoolean("standby"),
                        tables.get(),
                        idle))
                .one());
    }

    /** Of sessions of other roles PostgreSQL shows this only to members of {@code pg_read_all_stats}. */
    private static Optional<Idle> idle(Handle handle) {
        return handle.createQuery("""
                        SELECT pid, application_name, extract(epoch FROM clock_timestamp() - xact_start) AS span
                          FROM pg_stat_activity
                         WHERE datname = current_database() AND state LIKE 'idle in transaction%'
                         ORDER BY xact_start LIMIT 1""")
                .map((row, context) -> new Idle(
                        row.getInt("pid"),
                        row.getString("application_name"),
                        RunRow.seconds(row, "span").orElse(Duration.ZERO)))
                .findOne();
    }

    @Override
    public Books books() {
        return database.together(handle -> {
            handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            return new Books(oldestWakeUp(handle), slot(handle), shipped(handle));
        });
    }

    private static Optional<Duration> oldestWakeUp(Handle handle) {
        return handle.createQuery("""
                        SELECT extract(epoch FROM now() - due_at) AS waited FROM outbox
                         WHERE published_at IS NULL ORDER BY due_at LIMIT 1""")
                .map((row, context) -> RunRow.seconds(row, "waited").orElse(Duration.ZERO))
                .findOne();
    }

    private static Optional<SlotHolder> slot(Handle handle) {
        return handle.createQuery("""
                        SELECT id, migration, state, coalesce(worker, '') AS worker,
                               CASE WHEN state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')
                                    THEN extract(epoch FROM now() - beat_at) END AS silent,
                               extract(epoch FROM dead_after) AS dead_after
                          FROM run WHERE slot IS NOT NULL""")
                .map((row, context) -> new SlotHolder(
                        new RunId(row.getObject("id", UUID.class)),
                        new MigrationId(row.getString("migration")),
                        RunState.valueOf(row.getString("state")),
                        row.getString("worker"),
                        RunRow.seconds(row, "silent"),
                        RunRow.seconds(row, "dead_after")))
                .findOne();
    }

    private Map<MigrationId, List<Version>> shipped(Handle handle) {
        Map<String, List<Version>> shipped = new TreeMap<>();
        handle.createQuery("""
                        SELECT s.migration, s.checksum, string_agg(s.worker, ' ' ORDER BY s.worker) AS workers
                          FROM shipped s JOIN process p ON p.id = s.worker
                         WHERE p.left_at IS NULL AND p.beat_at > now() - make_interval(secs => :deadAfter)
                         GROUP BY s.migration, s.checksum ORDER BY s.migration, s.checksum""")
                .bind("deadAfter", deadAfter.toMillis() / 1000.0)
                .map((row, context) -> Map.entry(
                        row.getString("migration"),
                        new Version(
                                row.getString("checksum"),
                                List.of(row.getString("workers").split(" ", -1)))))
                .forEach(version -> shipped.computeIfAbsent(version.getKey(), id -> new ArrayList<>())
                        .add(version.getValue()));
        Map<MigrationId, List<Version>> byId = new LinkedHashMap<>();
        shipped.forEach((id, versions) -> byId.put(new MigrationId(id), List.copyOf(versions)));
        return byId;
    }
}
