package io.longhaul.worker.target.postgres;

import io.longhaul.common.run.QueryId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Table {@code longhaul_mark} on the target: for each run a fence, which turns the statements of older epochs away, and
 * for each statement that was committed a line that was committed with it. So nobody ever has to guess whether a
 * transaction whose answer was lost has happened.
 */
final class Mark {

    /** The line of a run that is its fence. */
    private static final String FENCE = "";

    private static final String CREATE = """
            CREATE TABLE IF NOT EXISTS longhaul_mark (
                run      text   NOT NULL,
                query_id text   NOT NULL,
                epoch    bigint NOT NULL,
                at       timestamptz NOT NULL DEFAULT clock_timestamp(),
                PRIMARY KEY (run, query_id))""";

    /** Holds the run's fence for the rest of the transaction; touches no line where a later epoch has it. */
    private static final String RAISE = """
            INSERT INTO longhaul_mark (run, query_id, epoch) VALUES (?, ?, ?)
            ON CONFLICT (run, query_id) DO UPDATE SET epoch = excluded.epoch, at = clock_timestamp()
             WHERE longhaul_mark.epoch <= excluded.epoch""";

    private static final String COMMIT = "INSERT INTO longhaul_mark (run, query_id, epoch) VALUES (?, ?, ?)";

    private static final String LOOK = "SELECT 1 FROM longhaul_mark WHERE run = ? AND query_id = ?";

    private Mark() {}

    static void create(Connection connection) throws SQLException {
        // Two that create it at once collide in the catalog, IF NOT EXISTS or not (PostgreSQL's list, bug 10795).
        try (ResultSet there = connection.createStatement().executeQuery("SELECT to_regclass('longhaul_mark')")) {
            there.next();
            if (there.getString(1) != null) {
                return;
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    /** False when the run has a later epoch: this one must not do anything any more. */
    static boolean raise(Connection connection, String run, long epoch) throws SQLException {
        return write(connection, RAISE, run, FENCE, epoch) == 1;
    }

    static void commit(Connection connection, QueryId query) throws SQLException {
        write(connection, COMMIT, query.run(), query.value(), query.epoch());
    }

    static boolean isCommitted(Connection connection, QueryId query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.setString(1, query.run());
            statement.setString(2, query.value());
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    private static int write(Connection connection, String sql, String run, String query, long epoch)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, run);
            statement.setString(2, query);
            statement.setLong(3, epoch);
            return statement.executeUpdate();
        }
    }
}
