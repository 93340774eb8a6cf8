package io.longhaul.worker.target.postgres;

import io.longhaul.worker.target.TargetRefused;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads small results over one session. For one thread. */
final class Rows {

    private final PostgresSession session;

    Rows(PostgresSession session) {
        this.session = session;
    }

    /** Values as text; a column that is NULL is left out of its row. Throws {@link TargetRefused}. */
    List<Map<String, String>> of(String query, Map<String, String> parameters) {
        try (PreparedStatement statement = Bound.of(query, parameters).on(session.open());
                ResultSet result = statement.executeQuery()) {
            List<Map<String, String>> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row(result));
            }
            return rows;
        } catch (SQLException thrown) {
            throw session.refused(thrown);
        } catch (IllegalArgumentException without) {
            throw new TargetRefused(PostgresErrors.unbound(without), without);
        }
    }

    private static Map<String, String> row(ResultSet result) throws SQLException {
        ResultSetMetaData columns = result.getMetaData();
        Map<String, String> row = new LinkedHashMap<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            String value = result.getString(column);
            if (value != null) {
                row.put(columns.getColumnLabel(column), value);
            }
        }
        return row;
    }
}
