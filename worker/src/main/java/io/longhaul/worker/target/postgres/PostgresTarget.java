package io.longhaul.worker.target.postgres;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One PostgreSQL database. A statement is a transaction, which begins by holding the run's fence and ends with a mark
 * that proves it; {@code application_name} is its query id. Statements, reads and looks have a connection each.
 */
public final class PostgresTarget implements Target {

    private static final Duration READ_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration GLANCE_TIMEOUT = Duration.ofSeconds(5);

    /** Who waits for a lock holds up all who come after: better to try again. A stopped worker must hold none. */
    private static final String ACTING =
            "-c statement_timeout=0 -c lock_timeout=10s -c idle_in_transaction_session_timeout=10s";

    private static final Failure FENCED = new Failure(
            "longhaul", "fenced", "the run has a later epoch, whose owner keeps this statement from the database");

    private final PostgresSession acting;
    private final PostgresSession reading;
    private final PostgresSession watching;

    /** Connects when first used. */
    public PostgresTarget(ServiceUrl url) {
        this(url, ACTING, READ_TIMEOUT);
    }

    /** For who only looks: the server itself refuses whatever would change something, and ends what takes too long. */
    public static PostgresTarget readOnly(ServiceUrl url, Duration timeout) {
        return new PostgresTarget(url, "-c default_transaction_read_only=on -c statement_timeout=5s", timeout);
    }

    private PostgresTarget(ServiceUrl url, String actingOptions, Duration readTimeout) {
        acting = new PostgresSession(url, actingOptions, Duration.ZERO);
        reading = new PostgresSession(
                url,
                "-c default_transaction_read_only=on -c statement_timeout=" + readTimeout.toMillis(),
                readTimeout.plusSeconds(5));
        watching = new PostgresSession(
                url, "-c statement_timeout=" + GLANCE_TIMEOUT.toMillis(), GLANCE_TIMEOUT.plusSeconds(1));
    }

    @Override
    public Outcome execute(TargetStatement statement) {
        try {
            Connection connection = acting.open();
            try {
                return execute(connection, statement);
            } catch (SQLException thrown) {
                abandon(connection);
                return PostgresErrors.outcome(thrown);
            } catch (IllegalArgumentException unbound) {
                abandon(connection);
                return new Outcome.Failed(new Failure("postgres", "42P02", String.valueOf(unbound.getMessage())));
            }
        } catch (SQLException notConnected) {
            // Nothing was sent.
            Failure failure = PostgresErrors.failure(notConnected);
            return PostgresErrors.gaveNoAnswer(failure) ? new Outcome.Lost(failure) : new Outcome.Failed(failure);
        }
    }

    private static Outcome execute(Connection connection, TargetStatement statement) throws SQLException {
        QueryId query = statement.query();
        boolean alone = SqlText.of(Engine.POSTGRES, statement.sql()).runsAlone();
        connection.setAutoCommit(true);
        name(connection, query.value());
        Mark.create(connection);
        connection.setAutoCommit(false);
        if (!Mark.raise(connection, query.run(), query.epoch())) {
            connection.rollback();
            return new Outcome.Failed(FENCED);
        }
        if (alone) {
            // Fenced so far as that goes; what came of it only its done can tell.
            connection.commit();
            connection.setAutoCommit(true);
        }
        long rows;
        try (PreparedStatement bound =
                Bound.of(statement.sql(), statement.parameters()).on(connection)) {
            rows = bound.execute() ? 0 : Math.max(0, bound.getLargeUpdateCount());
        }
        if (!alone) {
            Mark.commit(connection, query);
            connection.commit();
            connection.setAutoCommit(true);
        }
        name(connection, "longhaul-worker");
        return new Outcome.Returned(rows);
    }

    private static void name(Connection connection, String application) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT set_config('application_name', ?, false)")) {
            statement.setString(1, application);
            statement.execute();
        }
    }

    private void abandon(Connection connection) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException broken) {
            acting.close();
        }
    }

    @Override
    public List<Map<String, String>> rows(String query, Map<String, String> parameters) {
        synchronized (reading) {
            return rows(reading, query, parameters);
        }
    }

    private static List<Map<String, String>> rows(
            PostgresSession session, String query, Map<String, String> parameters) {
        try (PreparedStatement statement = Bound.of(query, parameters).on(session.open());
                ResultSet result = statement.executeQuery()) {
            ResultSetMetaData columns = result.getMetaData();
            List<Map<String, String>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    String value = result.getString(column);
                    if (value != null) {
                        row.put(columns.getColumnLabel(column), value);
                    }
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException thrown) {
            session.close();
            throw new TargetRefused(PostgresErrors.failure(thrown), thrown);
        } catch (IllegalArgumentException unbound) {
            throw new TargetRefused(new Failure("postgres", "42P02", String.valueOf(unbound.getMessage())), unbound);
        }
    }

    private List<Map<String, String>> glance(String query, Map<String, String> parameters) {
        synchronized (watching) {
            return rows(watching, query, parameters);
        }
    }

    @Override
    public Optional<Running> running(QueryId query) {
        return glance("""
                        SELECT CAST(extract(epoch FROM clock_timestamp() - xact_start) * 1000 AS bigint) AS millis,
                               wait_event_type IS DISTINCT FROM 'Lock' AS busy
                          FROM pg_stat_activity
                         WHERE application_name = {query:text} AND state <> 'idle'""", Map.of("query", query.value())).stream()
                .findFirst()
                .map(row -> new Running(
                        0,
                        0,
                        0,
                        row.getOrDefault("busy", "").equals("t"),
                        Duration.ofMillis(Long.parseLong(row.getOrDefault("millis", "0")))));
    }

    @Override
    public List<QueryId> running(String prefix) {
        return glance("""
                        SELECT application_name FROM pg_stat_activity
                         WHERE starts_with(application_name, {prefix:text}) AND state <> 'idle'""", Map.of("prefix", prefix)).stream()
                .map(row -> new QueryId(row.getOrDefault("application_name", "")))
                .toList();
    }

    /** One that waits for its client inside a transaction has nothing to cancel: its session is ended. */
    @Override
    public void kill(QueryId query) {
        glance("""
                SELECT CASE WHEN state = 'active' THEN pg_cancel_backend(pid) ELSE pg_terminate_backend(pid) END
                  FROM pg_stat_activity WHERE application_name = {query:text} AND state <> 'idle'""", Map.of("query", query.value()));
    }

    /** There are no staging tables on PostgreSQL: a transaction that broke off has left nothing. */
    @Override
    public List<String> tables(String prefix) {
        return List.of();
    }

    @Override
    public long freeDiskBytes() {
        throw new TargetRefused(new Failure("check", "freeDisk", "PostgreSQL does not say how much disk is free"));
    }

    @Override
    public long freeDiskBytesFor(String table) {
        return freeDiskBytes();
    }

    @Override
    public long rowCount(String table) {
        return number(rows("SELECT count(*) AS n FROM {table:identifier}", Map.of("table", table)));
    }

    @Override
    public long tableBytes(String table) {
        return number(rows(
                "SELECT pg_total_relation_size(CAST({name:text} AS regclass)) AS n", Map.of("name", quoted(table))));
    }

    private static long number(List<Map<String, String>> rows) {
        return Long.parseLong(rows.get(0).getOrDefault("n", "0"));
    }

    @Override
    public boolean changedNothing(Failure failure) {
        return PostgresErrors.changedNothing(failure);
    }

    @Override
    public boolean mayPass(Failure failure) {
        return PostgresErrors.mayPass(failure);
    }

    @Override
    public boolean gaveNoAnswer(Failure failure) {
        return PostgresErrors.gaveNoAnswer(failure);
    }

    @Override
    public String quoted(String identifier) {
        return Bound.quoted(identifier);
    }

    @Override
    public void fence(Hold hold) {
        synchronized (watching) {
            try {
                Connection connection = watching.open();
                try (Statement bounded = connection.createStatement()) {
                    // Whoever holds it is a statement of an older epoch, which is killed next.
                    bounded.execute("SET lock_timeout = '1s'");
                }
                Mark.create(connection);
                Mark.raise(connection, hold.run().brief(), hold.epoch().value());
            } catch (SQLException thrown) {
                if (!"55P03".equals(thrown.getSQLState())) {
                    watching.close();
                    throw new TargetRefused(PostgresErrors.failure(thrown), thrown);
                }
            }
        }
    }

    @Override
    public Optional<Boolean> committed(QueryId query) {
        synchronized (watching) {
            try {
                Connection connection = watching.open();
                Mark.create(connection);
                return Optional.of(Mark.isCommitted(connection, query));
            } catch (SQLException thrown) {
                watching.close();
                throw new TargetRefused(PostgresErrors.failure(thrown), thrown);
            }
        }
    }

    @Override
    public boolean isReachable() {
        try {
            glance("SELECT 1 AS n", Map.of());
            return true;
        } catch (TargetRefused away) {
            return false;
        }
    }

    @Override
    public void close() {
        acting.close();
        reading.close();
        watching.close();
    }
}
