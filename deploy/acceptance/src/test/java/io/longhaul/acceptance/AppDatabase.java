package io.longhaul.acceptance;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The PostgreSQL database of an application, which a test fills and looks at. */
record AppDatabase(String url) {

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException wrong) {
            throw new AssertionError(sql, wrong);
        }
    }

    /** The one value of a query. */
    String value(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException wrong) {
            throw new AssertionError(sql, wrong);
        }
    }

    private Connection connect() throws SQLException {
        URI at = URI.create(url);
        String[] who = at.getUserInfo().split(":", 2);
        Properties properties = new Properties();
        properties.setProperty("user", who[0]);
        properties.setProperty("password", who[1]);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s".formatted(at.getHost(), at.getPort(), at.getPath()), properties);
    }
}
