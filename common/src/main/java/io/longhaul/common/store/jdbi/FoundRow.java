package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Health;
import io.longhaul.common.run.Stall;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.common.store.RunSearch.Required;
import io.longhaul.common.store.RunSearch.Terms;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** What the reads for people find in their rows beside the run, by the names that their queries give the columns. */
final class FoundRow {

    private FoundRow() {}

    static Registered registered(ResultSet row, ShippedTable shipped) throws SQLException {
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

    /** A claim leaves it behind in the row: what is over is none. */
    static Optional<Duration> backOff(ResultSet row) throws SQLException {
        return RunRow.seconds(row, "back_off").filter(left -> !left.isZero());
    }

    static Optional<Health> health(ResultSet row) throws SQLException {
        String words = row.getString("health");
        return words == null
                ? Optional.empty()
                : RunRow.seconds(row, "health_age").map(age -> new Health(words, age));
    }

    static Optional<Stall> stall(ResultSet row) throws SQLException {
        Optional<Duration> still = RunRow.seconds(row, "still");
        return still.isEmpty() ? Optional.empty() : Optional.of(new Stall(still.get(), row.getString("stall")));
    }

    static Optional<Version> version(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(Version::new);
    }
}
