package io.longhaul.worker.target.postgres;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.worker.target.TargetRefused;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Statements that belong to no run: sent as they are, without fence and mark. For one thread. */
public final class PostgresByHand implements AutoCloseable {

    private final PostgresSession session;

    /** Connects when first used. */
    public PostgresByHand(ServiceUrl url) {
        session = new PostgresSession(new PostgresSource(url, "-c statement_timeout=0", Duration.ZERO));
    }

    /** One statement, or several in one transaction. Throws {@link TargetRefused}. */
    public void execute(String sql) {
        try (Statement statement = session.open().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException thrown) {
            throw session.refused(thrown);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
