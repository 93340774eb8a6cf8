package io.longhaul.worker.target.postgres;

import io.longhaul.common.config.ServiceUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens sessions on one database, all for one purpose. Safe for use by many threads. */
final class PostgresSource {

    private static final int CONNECT_SECONDS = 5;

    private final ServiceUrl url;
    private final String settings;
    private final Duration silence;

    /**
     * For one purpose.
     *
     * @param settings of each session, as {@code -c name=value}
     * @param silence after which a server that says nothing is given up; zero waits for ever, as a statement of days
     *     must
     */
    PostgresSource(ServiceUrl url, String settings, Duration silence) {
        this.url = url;
        this.settings = settings;
        this.silence = silence;
    }

    /** {@code name} is the {@code application_name} under which the server knows the session. */
    Connection connect(String name) throws SQLException {
        Connection connection = source(name).getConnection();
        try (Statement statement = connection.createStatement()) {
            // Times without a zone are meant in UTC, wherever worker and server stand. The driver names the JVM's zone
            // when it connects, which comes before what the settings say.
            statement.execute("SET TIME ZONE 'UTC'");
            return connection;
        } catch (SQLException broken) {
            close(connection);
            throw broken;
        }
    }

    private PGSimpleDataSource source(String name) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {url.host()});
        source.setPortNumbers(new int[] {url.port()});
        source.setDatabaseName(url.path().isEmpty() ? "postgres" : url.path());
        url.user().ifPresent(source::setUser);
        url.password().ifPresent(password -> source.setPassword(password.reveal()));
        for (Map.Entry<String, String> option : url.options().entrySet()) {
            source.setProperty(option.getKey(), option.getValue());
        }
        source.setApplicationName(name);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(Math.toIntExact(silence.toSeconds()));
        source.setOptions((url.options().getOrDefault("options", "") + " " + settings).strip());
        return source;
    }

    /** The server notices by itself where it cannot be told. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException unimportant) {
            // It is gone either way.
        }
    }
}
