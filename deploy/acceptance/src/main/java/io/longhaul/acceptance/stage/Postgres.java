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

/** Looks into Longhaul's database. Each look is a connection of its own, for the server may have died since. */
public final class Postgres {

    private final String url;
    private final Properties login = new Properties();

    /** {@code postgresql://user:password@host:port/database}, which is to answer within this time. */
    public Postgres(String address, Duration answer) {
        ServiceUrl server = ServiceUrl.parse(address, List.of("postgresql"));
        this.url = "jdbc:postgresql://%s/%s".formatted(server.address(), server.path());
        server.user().ifPresent(user -> login.setProperty("user", user));
        server.password().ifPresent(password -> login.setProperty("password", password.reveal()));
        login.setProperty("currentSchema", "longhaul");
        login.setProperty("socketTimeout", Long.toString(answer.toSeconds()));
        login.setProperty("connectTimeout", "5");
    }

    /** All rows as text. */
    public List<List<String>> rows(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement();
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
    public void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
