package io.longhaul.worker.target.clickhouse;

import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.jdbc.DataSourceImpl;
import com.clickhouse.jdbc.StatementImpl;
import io.longhaul.common.config.ServiceUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A JDBC connection to ClickHouse with the driver's own retries off. For one thread; opened when first used. */
final class ClickHouseSession implements AutoCloseable {

    /** What the network may take on top of what the server may. */
    private static final Duration NETWORK = Duration.ofSeconds(1);

    private final DataSourceImpl source;
    private final Map<String, String> serverSettings;
    private @Nullable Connection connection;

    /** {@code socketTimeout} of zero waits for ever, as a statement of days must. */
    ClickHouseSession(ServiceUrl url, Duration socketTimeout) {
        this(url, socketTimeout, Map.of());
    }

    /**
     * Sends {@code readonly} with each statement. The server checks the settings of a request before it applies them,
     * so the driver's own pass, but none that a statement would set (manual, "Permissions for queries").
     */
    static ClickHouseSession readOnly(ServiceUrl url, Duration statementTimeout) {
        return new ClickHouseSession(
                url,
                statementTimeout.plus(NETWORK),
                Map.of("readonly", "1", "max_execution_time", Long.toString(statementTimeout.toSeconds())));
    }

    private ClickHouseSession(ServiceUrl url, Duration socketTimeout, Map<String, String> serverSettings) {
        this.serverSettings = serverSettings;
        Properties properties = new Properties();
        properties.setProperty("user", url.user().orElse("default"));
        properties.setProperty("password", url.password().map(p -> p.reveal()).orElse(""));
        properties.setProperty("database", database(url));
        // A driver that sends an INSERT … SELECT again after a lost answer doubles the rows.
        properties.setProperty("retry", "0");
        properties.setProperty("client_retry_on_failures", "None");
        properties.setProperty("socket_timeout", Long.toString(socketTimeout.toMillis()));
        properties.setProperty("connection_timeout", "5000");
        properties.setProperty("socket_keepalive", "true");
        properties.setProperty("socket_tcp_nodelay", "true");
        properties.setProperty("compress", "false");
        source = new DataSourceImpl(
                "jdbc:clickhouse:%s://%s:%d/".formatted(url.scheme(), url.host(), url.port()), properties);
    }

    static String database(ServiceUrl url) {
        return url.path().isEmpty() ? "default" : url.path();
    }

    /** A statement whose {@code {name:Type}} parameters ClickHouse itself binds. */
    Statement statement(Map<String, String> parameters) throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = source.getConnection();
            connection = open;
        }
        Statement statement = open.createStatement();
        QuerySettings settings = settings(statement);
        serverSettings.forEach(settings::serverSetting);
        parameters.forEach((name, value) -> settings.serverSetting("param_" + name, escaped(value)));
        return statement;
    }

    /** ClickHouse reads the values of parameters as it reads a field of TabSeparated (manual, "HTTP interface"). */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    static QuerySettings settings(Statement statement) throws SQLException {
        return statement.unwrap(StatementImpl.class).getLocalSettings();
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException unimportant) {
                // HTTP keeps no session on the server: there is nothing to lose.
            }
        }
    }
}
