package io.longhaul.worker.target.postgres;

import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.worker.target.Marks;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.TargetRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks after statements by the names of their sessions. One that is idle counts: its worker may be about to send the
 * next part. Safe for use by many threads.
 */
final class Watching implements AutoCloseable {

    private final Rows rows;
    private final PostgresSession session;

    Watching(PostgresSource source) {
        session = new PostgresSession(source);
        rows = new Rows(session);
    }

    synchronized Optional<Running> running(QueryId query) {
        return rows.of("""
                        SELECT CAST(extract(epoch FROM clock_timestamp() - xact_start) * 1000 AS bigint) AS millis,
                               state = 'active' AND wait_event_type IS DISTINCT FROM 'Lock' AS busy
                          FROM pg_stat_activity
                         WHERE application_name = {query:text}""", Map.of("query", query.value())).stream()
                .findFirst()
                .map(row -> new Running(
                        0,
                        0,
                        0,
                        row.getOrDefault("busy", "").equals("t"),
                        Duration.ofMillis(Long.parseLong(row.getOrDefault("millis", "0")))));
    }

    synchronized List<QueryId> running(String prefix) {
        return rows.of("""
                        SELECT DISTINCT application_name FROM pg_stat_activity
                         WHERE starts_with(application_name, {prefix:text})""", Map.of("prefix", prefix)).stream()
                .map(row -> new QueryId(row.getOrDefault("application_name", "")))
                .toList();
    }

    /** One that waits for its client has nothing to cancel: its session is ended. */
    synchronized void kill(QueryId query) {
        rows.of("""
                SELECT CASE WHEN state = 'active' THEN pg_cancel_backend(pid) ELSE pg_terminate_backend(pid) END
                  FROM pg_stat_activity WHERE application_name = {query:text}""", Map.of("query", query.value()));
    }

    synchronized void fence(Hold hold) {
        try {
            Connection connection = session.open();
            Mark.create(connection);
            if (!Mark.raise(connection, hold.run().brief(), hold.epoch().value())) {
                throw new TargetRefused(Acting.FENCED);
            }
        } catch (SQLException thrown) {
            throw session.refused(thrown);
        }
    }

    synchronized boolean isProven(QueryId query) {
        try {
            return Mark.isProven(session.open(), query);
        } catch (SQLException thrown) {
            throw session.refused(thrown);
        }
    }

    /** Of what did not run in a transaction of its own, which would have marked itself. */
    synchronized void mark(QueryId query) {
        try {
            Connection connection = session.open();
            Mark.create(connection);
            Mark.add(connection, query);
        } catch (SQLException thrown) {
            throw session.refused(thrown);
        }
    }

    synchronized Marks marks(RunId run) {
        try {
            return Mark.of(session.open(), run.brief());
        } catch (SQLException thrown) {
            throw session.refused(thrown);
        }
    }

    synchronized boolean isReachable() {
        try {
            session.open();
            return true;
        } catch (SQLException away) {
            session.close();
            return false;
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
