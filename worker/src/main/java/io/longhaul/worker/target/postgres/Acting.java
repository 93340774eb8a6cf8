package io.longhaul.worker.target.postgres;

import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Carries statements out, each in a session of its own whose name is the query id: what one sets holds for no other,
 * just as after a crash, and no session is found dead only when the next statement needs it.
 */
final class Acting {

    /** Rows that a statement returns are not kept, but it is not over before the last of them. */
    private static final int ROWS_AT_ONCE = 1000;

    static final Failure FENCED = new Failure(
            "longhaul", "fenced", "the run has a later epoch, whose owner keeps this statement from the database");

    private final PostgresSource source;

    Acting(PostgresSource source) {
        this.source = source;
    }

    Outcome carryOut(TargetStatement statement) {
        Bound bound;
        try {
            bound = Bound.of(statement.sql(), statement.parameters());
        } catch (IllegalArgumentException without) {
            return new Outcome.Failed(PostgresErrors.unbound(without));
        }
        Connection connection;
        try {
            connection = source.connect(statement.query().value());
        } catch (SQLException notConnected) {
            return PostgresErrors.outcome(PostgresErrors.failure(notConnected, false));
        }
        try {
            Mark.create(connection);
            SqlText sql = SqlText.of(Engine.POSTGRES, statement.sql());
            return sql.runsAlone()
                    ? alone(connection, statement.query(), bound, sql)
                    : inTransaction(connection, statement.query(), bound);
        } catch (SQLException thrown) {
            return PostgresErrors.outcome(PostgresErrors.failure(thrown, PostgresErrors.isLost(connection)));
        } finally {
            PostgresSource.close(connection);
        }
    }

    private static Outcome inTransaction(Connection connection, QueryId query, Bound bound) throws SQLException {
        connection.setAutoCommit(false);
        if (!Mark.raise(connection, query.run(), query.epoch())) {
            connection.rollback();
            return new Outcome.Failed(FENCED);
        }
        long rows = send(connection, bound);
        Mark.prove(connection, query);
        connection.commit();
        return new Outcome.Returned(rows);
    }

    /**
     * Fenced by its name: whoever fences the run later finds this session, and ends it. What came of it only its
     * {@code done} can tell.
     */
    private static Outcome alone(Connection connection, QueryId query, Bound bound, SqlText sql) throws SQLException {
        if (!Mark.raise(connection, query.run(), query.epoch())) {
            return new Outcome.Failed(FENCED);
        }
        if (sql.isConcurrent()) {
            try (Statement patient = connection.createStatement()) {
                // It waits for every transaction that is older than itself, and holds up nobody meanwhile.
                patient.execute("SET lock_timeout = 0");
            }
        }
        return new Outcome.Returned(send(connection, bound));
    }

    private static long send(Connection connection, Bound bound) throws SQLException {
        try (PreparedStatement statement = bound.on(connection)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            if (!statement.execute()) {
                return Math.max(0, statement.getLargeUpdateCount());
            }
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    // Each of them may be the call of a function that does something.
                }
            }
            return 0;
        }
    }
}
