package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.stage.Postgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks into PostgreSQL past all links. Each look is a connection of its own, for the server may have died since. */
final class Truth {

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Postgres postgres;

    /** {@code postgresql://user:password@host:port/database}. */
    Truth(String address) {
        this.postgres = new Postgres(address, ANSWER);
    }

    /** The newest run of a migration; absent when there is none, or PostgreSQL does not answer. */
    Optional<Now> run(String migration) {
        try {
            return rows("SELECT id, state, epoch, dispatch, direction FROM run WHERE migration = '" + migration
                            + "' ORDER BY asked_at DESC LIMIT 1")
                    .stream()
                    .findFirst()
                    .map(row -> new Now(
                            row.get(0),
                            row.get(1),
                            Long.parseLong(row.get(2)),
                            Integer.parseInt(row.get(3)),
                            row.get(4)));
        } catch (SQLException away) {
            return Optional.empty();
        }
    }

    /** All rows as text. */
    List<List<String>> rows(String sql) throws SQLException {
        return postgres.rows(sql);
    }

    /** A statement without rows. */
    void change(String sql) throws SQLException {
        postgres.change(sql);
    }

    /** Where the run stands. */
    record Now(String run, String state, long epoch, int dispatch, String direction) {

        boolean isOver() {
            return switch (state) {
                case "SUCCEEDED", "ROLLED_BACK", "FAILED", "ROLLBACK_FAILED", "REFUSED", "NOT_REQUIRED", "CANCELLED" ->
                    true;
                default -> false;
            };
        }
    }
}
