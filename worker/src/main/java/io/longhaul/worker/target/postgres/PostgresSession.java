package io.longhaul.worker.target.postgres;

import io.longhaul.worker.target.TargetRefused;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A session that is opened when first used, and again after it broke. For one thread. */
final class PostgresSession implements AutoCloseable {

    private static final String NAME = "longhaul-worker";
    private static final int ANSWER_SECONDS = 5;

    private final PostgresSource source;
    private @Nullable Connection connection;

    PostgresSession(PostgresSource source) {
        this.source = source;
    }

    /** One that answered just now: the server may have been started again since it was last used. */
    Connection open() throws SQLException {
        Connection open = connection;
        if (open != null && open.isValid(ANSWER_SECONDS)) {
            return open;
        }
        close();
        open = source.connect(NAME);
        connection = open;
        return open;
    }

    /** What an exception says that came from this session, or from the attempt to open it; closes it. */
    TargetRefused refused(SQLException thrown) {
        Connection open = connection;
        boolean lost = open != null && PostgresErrors.isLost(open);
        close();
        return new TargetRefused(PostgresErrors.failure(thrown, lost), thrown);
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            PostgresSource.close(open);
        }
    }
}
