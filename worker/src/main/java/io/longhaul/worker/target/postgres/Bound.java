package io.longhaul.worker.target.postgres;

import io.longhaul.common.definition.sql.Placeholder;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Engine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A statement with {@code CAST(? AS type)} for each {@code {name:type}}, and the values in the order of the question
 * marks. Only {@code {name:identifier}} is a name of PostgreSQL's own and so cannot be bound: it is quoted instead.
 *
 * @param sql for JDBC
 * @param values as text
 */
record Bound(String sql, List<String> values) {

    /** Throws {@link IllegalArgumentException} where a parameter has no value. */
    static Bound of(String statement, Map<String, String> parameters) {
        List<String> values = new ArrayList<>();
        SqlText text = SqlText.of(Engine.POSTGRES, statement);
        for (Placeholder placeholder : text.placeholders()) {
            if (!placeholder.isIdentifier()) {
                values.add(value(placeholder, parameters));
            }
        }
        // A question mark is an operator of PostgreSQL, and a parameter of JDBC unless it is doubled.
        String sql = text.withDoubled('?')
                .withPlaceholders(placeholder -> placeholder.isIdentifier()
                        ? quoted(value(placeholder, parameters))
                        : "CAST(? AS %s)".formatted(placeholder.type().orElse("text")));
        return new Bound(sql, values);
    }

    PreparedStatement on(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.size(); i++) {
            statement.setString(i + 1, values.get(i));
        }
        return statement;
    }

    static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    private static String value(Placeholder placeholder, Map<String, String> parameters) {
        String value = parameters.get(placeholder.name());
        if (value == null) {
            throw new IllegalArgumentException("parameter %s has no value".formatted(placeholder.name()));
        }
        return value;
    }
}
