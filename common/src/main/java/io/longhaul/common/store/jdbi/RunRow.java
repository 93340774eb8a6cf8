package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.run.WorkerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** A row of {@code run.*} as a {@link Run}. */
final class RunRow implements RowMapper<Run> {

    @Override
    public Run map(ResultSet row, StatementContext context) throws SQLException {
        return new Run(
                new RunId(row.getObject("id", UUID.class)),
                new MigrationId(row.getString("migration")),
                new Checksum(row.getString("checksum")),
                RunState.valueOf(row.getString("state")),
                Direction.valueOf(row.getString("direction")),
                Wish.valueOf(row.getString("wish")),
                new Epoch(row.getLong("epoch")),
                row.getLong("sequence"),
                row.getInt("dispatch"),
                Optional.ofNullable(row.getString("worker")).map(WorkerId::new),
                Json.readMap(row.getString("parameters")),
                row.getString("asked_by"),
                row.getTimestamp("asked_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getTimestamp("changed_at").toInstant(),
                instant(row, "beat_at"),
                Optional.ofNullable(row.getString("reason")),
                Json.readProgress(row.getString("progress")));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    static OptionalLong number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * A column of seconds as a duration; absent where it is null. Clocks that were set back do not make it negative.
     */
    static Optional<Duration> seconds(ResultSet row, String column) throws SQLException {
        double seconds = row.getDouble(column);
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, Math.round(seconds * 1000))));
    }
}
