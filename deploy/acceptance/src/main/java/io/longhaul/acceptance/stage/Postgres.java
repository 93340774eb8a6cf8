package io.longhaul.acceptance.stage;

import io.longhaul.common.config.ServiceUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Looks into Longhaul's database, over one connection for as long as that lasts: a new one for each look costs the
 * machine more than the look, which would be measured too. The server may die meanwhile.
 */
public final class Postgres implements AutoCloseable {

    private final String url;
    private final Properties login = new Properties();
    private final int patience;
    private @Nullable Connection open;

    /** {@code postgresql://user:password@host:port/database}, which is to answer within this time. */
    public Postgres(String address, Duration answer) {
        ServiceUrl server = ServiceUrl.parse(address, List.of("postgresql"));
        this.url = "jdbc:postgresql://%s/%s".formatted(server.address(), server.path());
        server.user().ifPresent(user -> login.setProperty("user", user));
        server.password().ifPresent(password -> login.setProperty("password", password.reveal()));
        this.patience = Math.toIntExact(answer.toSeconds());
        login.setProperty("currentSchema", "longhaul");
        login.setProperty("socketTimeout", Integer.toString(patience));
        login.setProperty("connectTimeout", "5");
    }

    /** All rows as text. */
    public synchronized List<List<String>> rows(String sql) throws SQLException {
        try (Statement statement = connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(result.getString(column)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** A statement without rows. */
    public synchronized void change(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connection() throws SQLException {
        Connection usable = open;
        if (usable == null || !usable.isValid(patience)) {
            close();
            usable = DriverManager.getConnection(url, login);
            open = usable;
        }
        return usable;
    }

    @Override
    public synchronized void close() throws SQLException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
