package io.longhaul.worker.target.postgres;

import io.longhaul.common.config.ServiceUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A connection that is opened when first used, and again after it broke. For one thread. */
final class PostgresSession implements AutoCloseable {

    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private @Nullable Connection connection;

    /**
     * For one purpose.
     *
     * @param options settings of the session, as {@code -c name=value}
     * @param silence after which a server that says nothing is given up; zero waits for ever, as a statement of days
     *     must
     */
    PostgresSession(ServiceUrl url, String options, Duration silence) {
        source.setServerNames(new String[] {url.host()});
        source.setPortNumbers(new int[] {url.port()});
        source.setDatabaseName(url.path().isEmpty() ? "postgres" : url.path());
        url.user().ifPresent(source::setUser);
        url.password().ifPresent(password -> source.setPassword(password.reveal()));
        url.options().forEach((name, value) -> {
            try {
                source.setProperty(name, value);
            } catch (SQLException unknown) {
                throw new IllegalArgumentException("unknown option " + name, unknown);
            }
        });
        source.setApplicationName("longhaul-worker");
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(5);
        source.setLoginTimeout(5);
        source.setSocketTimeout((int) silence.toSeconds());
        // The times that parameters hold are in UTC, wherever worker and server stand.
        source.setOptions("-c TimeZone=UTC " + options);
    }

    Connection open() throws SQLException {
        Connection open = connection;
        if (open == null || open.isClosed()) {
            open = source.getConnection();
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException unimportant) {
                // The server notices by itself.
            }
        }
    }
}
