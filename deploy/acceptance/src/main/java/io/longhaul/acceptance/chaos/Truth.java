package io.longhaul.acceptance.chaos;

import io.longhaul.common.config.ServiceUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Looks into PostgreSQL past all links. Each look is a connection of its own, for the server may have died since. */
final class Truth {

    private final String url;
    private final Properties login = new Properties();

    /** {@code postgresql://user:password@host:port/database}. */
    Truth(String address) {
        ServiceUrl server = ServiceUrl.parse(address, List.of("postgresql"));
        this.url = "jdbc:postgresql://%s/%s".formatted(server.address(), server.path());
        server.user().ifPresent(user -> login.setProperty("user", user));
        server.password().ifPresent(password -> login.setProperty("password", password.reveal()));
        login.setProperty("currentSchema", "longhaul");
        login.setProperty("socketTimeout", "5");
        login.setProperty("connectTimeout", "5");
    }

    /** The newest run of a migration; absent when there is none, or PostgreSQL does not answer. */
    Optional<Now> run(String migration) {
        try {
            return rows("SELECT id, state, epoch, dispatch, direction FROM run WHERE migration = '" + migration
                            + "' ORDER BY asked_at DESC LIMIT 1")
                    .stream()
                    .findFirst()
                    .map(row -> new Now(
                            row.get(0),
                            row.get(1),
                            Long.parseLong(row.get(2)),
                            Integer.parseInt(row.get(3)),
                            row.get(4)));
        } catch (SQLException away) {
            return Optional.empty();
        }
    }

    /** All rows as text. */
    List<List<String>> rows(String sql) throws SQLException {
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
    void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Where the run stands. */
    record Now(String run, String state, long epoch, int dispatch, String direction) {

        boolean isOver() {
            return switch (state) {
                case "SUCCEEDED", "ROLLED_BACK", "FAILED", "ROLLBACK_FAILED", "REFUSED", "NOT_REQUIRED", "CANCELLED" ->
                    true;
                default -> false;
            };
        }
    }
}
