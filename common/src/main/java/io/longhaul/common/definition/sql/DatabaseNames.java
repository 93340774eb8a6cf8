package io.longhaul.common.definition.sql;

import io.longhaul.common.migration.Engine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where a statement names a database. A dot also stands between a table and its column: it is taken for a
 * database's where a table is due, and wherever its first part is a database that is known to exist. Rather once too
 * often than once too little: whoever asks is about to send the statement to a server that may have others.
 */
public final class DatabaseNames {

    private static final String PART = "(?:[A-Za-z_]\\w*|" + Lexer.QUOTED + "+)";
    private static final Pattern QUALIFIED = Pattern.compile(
            "(?<![\\w.}" + Lexer.QUOTED + "])(" + PART + ")\\s*\\.\\s*" + PART + "(\\s*\\.\\s*" + PART + ")?");

    private static final Set<String> ALLOWED = Set.of("system", "information_schema", "pg_catalog");

    private static final Pattern TABLE_IS_DUE =
            before("(?:(?<!ARRAY )\\bJOIN|\\b(?:FROM|INTO|IN|TABLES?|VIEW|DICTIONARY|DESC|DESCRIBE|OPTIMIZE|TRUNCATE)"
                    + "|^(?:CREATE|ATTACH)\\b.*\\bAS|^(?:RENAME|(?:CREATE|ATTACH)\\b[^(]*\\bVIEW)\\b.*\\bTO|^EXCHANGE\\b.*\\bAND"
                    + "|^(?:CREATE|DROP)\\b.*\\bINDEX\\b.*\\bON|^UPDATE)(?: IF(?: NOT)? EXISTS)? ");

    /** Of lists: what follows a comma is what the first of them was. */
    private static final Pattern NEXT_TABLE_IS_DUE = before(
            "(?:^(?:DROP|RENAME|EXCHANGE)\\b[^()]*|\\bFROM (?:(?!\\b(?:WHERE|PREWHERE|GROUP|ORDER|LIMIT|SETTINGS|UNION"
                    + "|JOIN|ON|USING|HAVING|SELECT|WINDOW)\\b)[^()])*), ?");

    /** Here FROM is followed by a value. */
    private static final Pattern INSIDE_A_FUNCTION = before("\\b(?:EXTRACT|TRIM|SUBSTRING|OVERLAY) ?\\([^()]*\\bFROM ");

    private static final Pattern ELSEWHERE_ON_CLICKHOUSE = Pattern.compile(
            "\\b(?:remote|remoteSecure|cluster|clusterAllReplicas|mysql|postgresql|mongodb|redis|jdbc|odbc|sqlite)\\s*\\("
                    + "|\\bmerge\\s*\\([^()]*,|\\b(?:Distributed|Buffer)\\s*\\((?!.*currentDatabase)"
                    + "|\\b(?:CREATE|DROP|ATTACH|DETACH|RENAME|ALTER|TRUNCATE)\\s+DATABASE\\b|^\\s*USE\\s",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern ELSEWHERE_ON_POSTGRES = Pattern.compile(
            "\\bdblink\\w*\\s*\\(|\\b(?:CREATE|DROP|ALTER)\\s+(?:DATABASE|SERVER)\\b|\\blonghaul\\s*\\.",
            Pattern.CASE_INSENSITIVE);

    /** Functions of ClickHouse whose first argument is the name of a dictionary or table, as a string. */
    private static final Pattern NAMED_BY_A_STRING =
            Pattern.compile("\\b(?:dict[A-Z]\\w*|joinGet\\w*)\\s*\\(\\s*", Pattern.CASE_INSENSITIVE);

    private final Engine engine;
    private final String text;
    private final String code;
    private final Set<String> databases;

    private DatabaseNames(Engine engine, String text, Set<String> databases) {
        this.engine = engine;
        this.text = text;
        this.code = new Lexer(engine, text).code();
        this.databases = databases;
    }

    /**
     * All of them, in their order.
     *
     * @param databases that are known to exist
     */
    public static List<NamedDatabase> in(Engine engine, String statement, Set<String> databases) {
        DatabaseNames names = new DatabaseNames(engine, statement, databases);
        List<NamedDatabase> found = new ArrayList<>();
        names.addMatches(engine == Engine.CLICKHOUSE ? ELSEWHERE_ON_CLICKHOUSE : ELSEWHERE_ON_POSTGRES, found);
        names.addQualified(found);
        if (engine == Engine.CLICKHOUSE) {
            names.addStrings(found);
        }
        found.sort(Comparator.comparingInt(NamedDatabase::at));
        return List.copyOf(found);
    }

    private void addMatches(Pattern pattern, List<NamedDatabase> found) {
        Matcher matcher = pattern.matcher(code);
        while (matcher.find()) {
            String words = matcher.group();
            String shown = words.strip().split("[(,]", 2)[0].strip();
            found.add(new NamedDatabase(shown, matcher.start() + words.indexOf(shown)));
        }
    }

    private void addQualified(List<NamedDatabase> found) {
        Matcher matcher = QUALIFIED.matcher(code);
        while (matcher.find()) {
            String first = unquoted(text.substring(matcher.start(1), matcher.end(1)));
            boolean isString = text.charAt(matcher.start()) == '\'';
            if (!isString && !ALLOWED.contains(first.toLowerCase(Locale.ROOT)) && namesADatabase(first, matcher)) {
                found.add(new NamedDatabase(text.substring(matcher.start(), matcher.end()), matcher.start()));
            }
        }
    }

    private boolean namesADatabase(String first, Matcher matcher) {
        // On PostgreSQL two parts are a schema and a table, and no statement reaches another database by its name.
        return engine == Engine.CLICKHOUSE
                ? databases.contains(first) || isTableDue(matcher.start())
                : matcher.group(2) != null && isTableDue(matcher.start());
    }

    private boolean isTableDue(int at) {
        String before = code.substring(0, at).stripLeading().replaceAll("\\s+", " ");
        return (TABLE_IS_DUE.matcher(before).find()
                        || NEXT_TABLE_IS_DUE.matcher(before).find())
                && !INSIDE_A_FUNCTION.matcher(before).find();
    }

    private void addStrings(List<NamedDatabase> found) {
        Matcher matcher = NAMED_BY_A_STRING.matcher(code);
        while (matcher.find()) {
            int from = matcher.end();
            int to = from;
            while (to < code.length() && code.charAt(to) == Lexer.QUOTED) {
                to++;
            }
            String named = text.substring(from, to);
            if (named.startsWith("'") && named.contains(".")) {
                found.add(new NamedDatabase(named, from));
            }
        }
    }

    private static String unquoted(String part) {
        return part.startsWith("`") || part.startsWith("\"") ? part.substring(1, part.length() - 1) : part;
    }

    private static Pattern before(String words) {
        return Pattern.compile(words + "$", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
