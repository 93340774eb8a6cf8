package io.longhaul.common.definition.sql;

import io.longhaul.common.migration.Engine;
import java.util.Set;
import java.util.regex.Pattern;

/** What a statement does to the room that its database takes, as far as its words tell. */
public enum Footprint {
    /** It writes rows. */
    WRITES,
    /** It gives room back. */
    FREES,
    /** It writes next to nothing: names, settings, hard links. */
    NONE,
    /** Its words do not tell. */
    UNKNOWN;

    private static final Set<String> NOTHING = Set.of(
            "SELECT",
            "SHOW",
            "SET",
            "EXCHANGE",
            "RENAME",
            "DETACH",
            "ATTACH",
            "KILL",
            "GRANT",
            "REVOKE",
            "COMMENT",
            "ANALYZE",
            "LOCK");

    private static final Pattern MAKES_FROM_ROWS =
            pattern("CREATE\\b.*(\\bPOPULATE\\b|\\bTABLE\\b.*\\bAS\\s*\\(?\\s*(SELECT|WITH)\\b|\\bINDEX\\b).*");

    private static final Pattern DROPS_PARTITION = pattern("ALTER\\b.*\\bDROP\\s+(PART|PARTITION|COLUMN)\\b.*");

    private static final Pattern LINKS = pattern(
            "ALTER\\b.*\\b((ATTACH|MOVE|DETACH|REPLACE)\\s+(PART|PARTITION)|ADD\\s+(COLUMN|INDEX|CONSTRAINT|PROJECTION)|RENAME|COMMENT|MODIFY\\s+(SETTING|COMMENT|ORDER\\s+BY))\\b.*");

    private static final Pattern NAMES =
            pattern("ALTER\\b.*\\b(ADD\\s+COLUMN|RENAME|SET\\s+DEFAULT|DROP\\s+DEFAULT|DROP\\s+COLUMN)\\b.*");

    /** Of one statement. */
    public static Footprint of(SqlText statement) {
        String code = statement.code().strip();
        String word = statement.firstWord();
        if (NOTHING.contains(word)) {
            return NONE;
        }
        return switch (word) {
            case "INSERT" -> WRITES;
            // What was staged and published by then is linked from elsewhere.
            case "DROP", "TRUNCATE" ->
                statement.placeholders().stream().anyMatch(Placeholder::isStaging) ? NONE : FREES;
            case "CREATE" -> created(statement.engine(), code);
            case "ALTER" -> altered(statement.engine(), code);
            default -> UNKNOWN;
        };
    }

    private static Footprint created(Engine engine, String code) {
        boolean stores = engine == Engine.POSTGRES && code.matches("(?is)CREATE\\s+MATERIALIZED.*");
        return stores || MAKES_FROM_ROWS.matcher(code).matches() ? UNKNOWN : NONE;
    }

    private static Footprint altered(Engine engine, String code) {
        if (engine == Engine.POSTGRES) {
            return NAMES.matcher(code).matches() ? NONE : UNKNOWN;
        }
        if (DROPS_PARTITION.matcher(code).matches()) {
            return FREES;
        }
        return LINKS.matcher(code).matches() ? NONE : UNKNOWN;
    }

    private static Pattern pattern(String words) {
        return Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
