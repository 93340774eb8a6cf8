package io.longhaul.common.store.jdbi;

import io.longhaul.common.config.ConfigurationInvalid;
import io.longhaul.common.config.ServiceUrl;
import java.time.Duration;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** How Longhaul connects to its own PostgreSQL. */
final class Connections {

    static final String SCHEMA = "longhaul";

    private Connections() {}

    /**
     * Describes connections for one purpose.
     *
     * @param application the name under which PostgreSQL lists them
     * @param statementTimeout after which PostgreSQL breaks a statement off
     * @param idleInTransaction after which PostgreSQL ends a transaction that does nothing, so that a stopped process
     *     cannot keep a row locked
     */
    static PGSimpleDataSource to(
            ServiceUrl url, String application, Duration statementTimeout, Duration idleInTransaction) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {url.host()});
        source.setPortNumbers(new int[] {url.port()});
        source.setDatabaseName(url.path().isEmpty() ? "longhaul" : url.path());
        url.user().ifPresent(source::setUser);
        url.password().ifPresent(password -> source.setPassword(password.reveal()));
        url.options().forEach((name, value) -> setOption(source, name, value));
        source.setApplicationName(application);
        source.setCurrentSchema(SCHEMA);
        source.setTcpKeepAlive(true);
        // A server that vanished without a word must not hold a thread: a little longer than any statement may take.
        int patience = (int) statementTimeout.plusMillis(999).toSeconds();
        source.setSocketTimeout(patience + 1);
        source.setConnectTimeout(Math.min(5, patience + 1));
        source.setLoginTimeout(Math.min(5, patience + 1));
        // Every look after a wait for a lock must see what was committed in the meantime, whatever the server's
        // default.
        source.setOptions("""
                -c statement_timeout=%d -c idle_in_transaction_session_timeout=%d \
                -c default_transaction_isolation=read\\ committed""".formatted(statementTimeout.toMillis(), idleInTransaction.toMillis()));
        return source;
    }

    private static void setOption(PGSimpleDataSource source, String name, String value) {
        try {
            source.setProperty(name, value);
        } catch (java.sql.SQLException unknown) {
            throw new ConfigurationInvalid(
                    List.of("LONGHAUL_POSTGRES_URL has the option '%s', which the PostgreSQL driver does not take: %s"
                            .formatted(name, unknown.getMessage())));
        }
    }
}
