package io.longhaul.worker.target.postgres;

import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Marks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * Table {@code longhaul_mark} on the target: for each run a fence, which turns the statements of older epochs away, and
 * for each statement that was committed a line that was committed with it. So nobody ever has to guess whether a
 * transaction whose answer was lost has happened.
 */
final class Mark {

    /** The line of a run that is its fence. */
    private static final String FENCE = "";

    static final String CREATE = """
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

    private static final String PROVE = "INSERT INTO longhaul_mark (run, query_id, epoch) VALUES (?, ?, ?)";

    private static final String ADD = PROVE + " ON CONFLICT DO NOTHING";

    private static final String ALL = "SELECT query_id, epoch FROM longhaul_mark WHERE run = ?";

    private static final String LOOK = "SELECT 1 FROM longhaul_mark WHERE run = ? AND query_id = ?";

    private Mark() {}

    /** Makes the table where there is none on the search path. */
    static void create(Connection connection) throws SQLException {
        if (isThere(connection)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        } catch (SQLException collided) {
            // Of two that create it at once, one fails in the catalog, IF NOT EXISTS or not.
            if (!isThere(connection)) {
                throw collided;
            }
        }
    }

    private static boolean isThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet there = statement.executeQuery("SELECT to_regclass('longhaul_mark') IS NOT NULL")) {
            return there.next() && there.getBoolean(1);
        }
    }

    /** False when the run has a later epoch: this one must not do anything any more. */
    static boolean raise(Connection connection, String run, long epoch) throws SQLException {
        return write(connection, RAISE, run, FENCE, epoch) == 1;
    }

    /** In the transaction of the statement, after it, whatever role and search path that has chosen. */
    static void prove(Connection connection, QueryId query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("RESET ROLE");
            statement.execute("RESET search_path");
        }
        write(connection, PROVE, query.run(), query.value(), query.epoch());
    }

    /** The same apart from any statement, and once. */
    static void add(Connection connection, QueryId query) throws SQLException {
        write(connection, ADD, query.run(), query.value(), query.epoch());
    }

    static Marks of(Connection connection, String run) throws SQLException {
        if (!isThere(connection)) {
            return Marks.NONE;
        }
        Set<QueryId> queries = new HashSet<>();
        long fence = 0;
        try (PreparedStatement statement = connection.prepareStatement(ALL)) {
            statement.setString(1, run);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    if (found.getString("query_id").equals(FENCE)) {
                        fence = found.getLong("epoch");
                    } else {
                        queries.add(new QueryId(found.getString("query_id")));
                    }
                }
            }
        }
        return new Marks(queries, fence);
    }

    static boolean isProven(Connection connection, QueryId query) throws SQLException {
        if (!isThere(connection)) {
            return false;
        }
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
