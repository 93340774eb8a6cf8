package io.longhaul.worker.target.clickhouse;

import io.longhaul.common.definition.sql.Placeholder;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Engine;
import java.util.Map;

/**
 * Names among the parameters of a statement. ClickHouse knows {@code {name:Identifier}} where a statement reads, makes
 * or alters a table, but not in {@code MOVE PARTITION … TO TABLE}, {@code … FROM}, {@code CREATE TABLE … AS} and
 * {@code ADD INDEX}: its parser takes only a plain name there. So names are quoted and filled in here, everywhere
 * alike.
 */
final class Identifiers {

    private static final String TYPE = "Identifier";

    private Identifiers() {}

    /** One without a value is left to ClickHouse, which says so. */
    static String filled(String sql, Map<String, String> parameters) {
        return SqlText.of(Engine.CLICKHOUSE, sql)
                .withPlaceholders(placeholder -> isIdentifier(placeholder) && parameters.containsKey(placeholder.name())
                        ? quoted(parameters.getOrDefault(placeholder.name(), ""))
                        : placeholder.text());
    }

    static String quoted(String identifier) {
        return "`" + identifier.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    private static boolean isIdentifier(Placeholder placeholder) {
        return placeholder.type().filter(TYPE::equals).isPresent();
    }
}
