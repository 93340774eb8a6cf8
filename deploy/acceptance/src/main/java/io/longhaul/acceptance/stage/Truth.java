package io.longhaul.acceptance.stage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks into Longhaul's database past all links and programs. */
public final class Truth implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Postgres postgres;

    /** {@code postgresql://user:password@host:port/database}. */
    public Truth(String address) {
        this.postgres = new Postgres(address, ANSWER);
    }

    /**
     * The newest run of a migration, by a prefix of its id; absent when there is none, or PostgreSQL does not answer.
     */
    public Optional<Now> run(String migration) {
        try {
            return rows("""
                            SELECT id, state, epoch, dispatch, direction,
                                   floor(100 * coalesce(CAST(progress ->> 'fraction' AS numeric), 0))
                              FROM run WHERE starts_with(migration, '%s') ORDER BY asked_at DESC LIMIT 1""".formatted(migration)).stream()
                    .findFirst()
                    .map(row -> new Now(
                            row.get(0),
                            row.get(1),
                            Long.parseLong(row.get(2)),
                            Integer.parseInt(row.get(3)),
                            row.get(4),
                            Integer.parseInt(row.get(5))));
        } catch (SQLException away) {
            return Optional.empty();
        }
    }

    /** All rows as text. */
    public List<List<String>> rows(String sql) throws SQLException {
        return postgres.rows(sql);
    }

    /** A statement without rows. */
    public void change(String sql) throws SQLException {
        postgres.change(sql);
    }

    @Override
    public void close() throws SQLException {
        postgres.close();
    }

    /** Where the run stands; how far in whole percents. */
    public record Now(String run, String state, long epoch, int dispatch, String direction, int percent) {

        public boolean isOver() {
            return switch (state) {
                case "SUCCEEDED", "ROLLED_BACK", "FAILED", "ROLLBACK_FAILED", "REFUSED", "NOT_REQUIRED", "CANCELLED" ->
                    true;
                default -> false;
            };
        }
    }
}
