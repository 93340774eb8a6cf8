package io.longhaul.worker.run;

import io.longhaul.common.config.ServiceUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** What somebody does to PostgreSQL past all programs. */
final class ByHand {

    private ByHand() {}

    /** On a database with an address as Longhaul's settings have it. */
    static void change(String address, String sql) {
        on(address, sql, statement -> statement.execute(sql));
    }

    /** The one value that a query answers; empty where that is nothing. */
    static String value(String address, String query) {
        return on(address, query, statement -> {
            try (ResultSet found = statement.executeQuery(query)) {
                return found.next() && found.getString(1) != null ? found.getString(1) : "";
            }
        });
    }

    private static <T> T on(String address, String sql, Deed<T> deed) {
        ServiceUrl url = ServiceUrl.parse(address, List.of("postgresql"));
        Properties who = new Properties();
        who.setProperty("user", url.user().orElseThrow());
        who.setProperty("password", url.password().orElseThrow().reveal());
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://%s/%s".formatted(url.address(), url.path()), who);
                Statement statement = connection.createStatement()) {
            return deed.on(statement);
        } catch (SQLException wrong) {
            throw new AssertionError(sql, wrong);
        }
    }

    private interface Deed<T> {
        T on(Statement statement) throws SQLException;
    }
}
