package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Presence;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.version.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The reads for people, over all tables. */
final class JdbiRunSearch implements RunSearch {

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
        return database.with(handle -> OverviewQuery.read(handle, ShippedTable.read(handle, deadAfter)));
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
                .map((row, context) -> FoundRow.registered(row, ShippedTable.read(handle, deadAfter)))
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
            return DetailsQuery.read(handle, run, ShippedTable.read(handle, deadAfter));
        });
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
                        FoundRow.version(row, "application")),
                RunRow.seconds(row, "since_beat").orElse(Duration.ZERO),
                services);
    }
}
