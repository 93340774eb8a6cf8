package io.longhaul.common.definition.sql;

import io.longhaul.common.migration.Engine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one statement, in the words of its engine. What is said of it holds for its code; quotes and comments do
 * not count.
 */
public final class SqlText {

    private static final Pattern STAGING = Pattern.compile("\\{\\s*" + Placeholder.STAGING + "\\s*}");
    private static final Pattern CREATES_STAGING = Pattern.compile(
            "\\s*CREATE\\s+(OR\\s+REPLACE\\s+)?TABLE\\s+(IF\\s+NOT\\s+EXISTS\\s+)?" + STAGING.pattern() + ".*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern FIRST_WORD = Pattern.compile("[A-Za-z_]\\w*");

    private static final Pattern UNDOES_ITSELF = Pattern.compile(
            "(EXCHANGE|RENAME)\\s.*|ALTER\\s.*\\s(ATTACH|MOVE)\\s+(PART|PARTITION)\\s.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * What is done CONCURRENTLY: in several transactions of its own, so that it holds up nobody (PostgreSQL's manual,
     * the pages of these commands).
     */
    private static final Pattern CONCURRENT = Pattern.compile(
            "(CREATE|DROP|REINDEX|ALTER)\\b.*\\bCONCURRENTLY\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What else refuses to run inside a transaction, by the same pages. */
    private static final Pattern RUNS_ALONE = Pattern.compile(
            "(VACUUM|ALTER\\s+SYSTEM|(CREATE|DROP)\\s+(DATABASE|TABLESPACE|SUBSCRIPTION)"
                    + "|REINDEX\\s*(\\([^)]*\\)\\s*)?(DATABASE|SYSTEM|SCHEMA))\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * PostgreSQL binds values where it plans: in what its manual calls optimizable statements, alone or inside of
     * another (transformStmt in its parser). All else is utility, and takes none.
     */
    private static final Set<String> BINDING = Set.of(
            "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "WITH", "TABLE", "EXPLAIN", "DECLARE", "CALL",
            "");

    private static final Pattern CREATES_TABLE_AS = Pattern.compile(
            "CREATE\\s+((GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED)\\s+)*TABLE\\s.*\\sAS\\s.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Set<String> TRANSACTION_CONTROL =
            Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE");

    private final Engine engine;
    private final String text;
    private final String code;
    private final OptionalInt unclosed;

    private SqlText(Engine engine, String text, Lexer lexer) {
        this.engine = engine;
        this.text = text;
        this.code = lexer.code();
        this.unclosed = lexer.unclosed();
    }

    public static SqlText of(Engine engine, String text) {
        return new SqlText(engine, text, new Lexer(engine, text));
    }

    /** For ClickHouse. */
    public static SqlText of(String text) {
        return of(Engine.CLICKHOUSE, text);
    }

    Engine engine() {
        return engine;
    }

    /** As long as the text, without quotes and comments. */
    public String code() {
        return code;
    }

    /** The code, with spaces for all that stands in parentheses. */
    public String outside() {
        StringBuilder outside = new StringBuilder(code);
        int depth = 0;
        for (int at = 0; at < code.length(); at++) {
            char character = code.charAt(at);
            depth += character == '(' ? 1 : 0;
            if (depth > 0) {
                outside.setCharAt(at, ' ');
            }
            depth -= character == ')' ? 1 : 0;
        }
        return outside.toString();
    }

    /** Whether there is nothing in it but comments. */
    public boolean isBlank() {
        return code.isBlank();
    }

    /** Whether a comment is in it: in the code that is blank. */
    public boolean hasComment() {
        for (int at = 0; at < code.length(); at++) {
            if (code.charAt(at) == ' ' && !Character.isWhitespace(text.charAt(at))) {
                return true;
            }
        }
        return false;
    }

    /** In capitals; empty when it does not begin with a word. */
    public String firstWord() {
        Matcher word = FIRST_WORD.matcher(code.stripLeading());
        return word.lookingAt() ? word.group().toUpperCase(Locale.ROOT) : "";
    }

    public boolean isInsert() {
        return firstWord().equals("INSERT");
    }

    /** Whether it creates the table {@code {staging}}. */
    public boolean createsStaging() {
        return CREATES_STAGING.matcher(code).matches();
    }

    /** Whether a second execution undoes or doubles what the first one did. */
    public boolean undoesItself() {
        return engine == Engine.CLICKHOUSE
                && UNDOES_ITSELF.matcher(code.stripLeading()).lookingAt();
    }

    /** Whether it is PostgreSQL's, and cannot be part of a transaction. */
    public boolean runsAlone() {
        return isConcurrent()
                || (engine == Engine.POSTGRES
                        && RUNS_ALONE.matcher(code.strip()).matches());
    }

    /** Whether it is PostgreSQL's, and waits for others without holding anybody up. */
    public boolean isConcurrent() {
        return engine == Engine.POSTGRES && CONCURRENT.matcher(code.strip()).matches();
    }

    /** Whether it begins or ends a transaction of PostgreSQL. */
    public boolean controlsTransactions() {
        return engine == Engine.POSTGRES && TRANSACTION_CONTROL.contains(firstWord());
    }

    /** Whether values can be bound in it; on PostgreSQL not in DDL and the like, which has only names. */
    public boolean bindsValues() {
        return engine != Engine.POSTGRES
                || BINDING.contains(firstWord())
                || CREATES_TABLE_AS.matcher(outside().strip()).matches();
    }

    /** Where a quote or comment begins that never ends. */
    public OptionalInt unclosed() {
        return unclosed;
    }

    /** Where the first semicolon is. */
    public OptionalInt semicolon() {
        int at = code.indexOf(';');
        return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
    }

    /** Whether a second statement begins after the first semicolon. */
    public boolean isSeveral() {
        return semicolon().stream()
                .anyMatch(at -> !code.substring(at).replace(';', ' ').isBlank());
    }

    /** The statements of a text that has several, each ended by a semicolon; where each begins, by its offset. */
    public Map<Integer, String> statements() {
        Map<Integer, String> statements = new TreeMap<>();
        for (int from = 0; from < code.length(); ) {
            int semicolon = code.indexOf(';', from);
            int to = semicolon < 0 ? code.length() : semicolon;
            String part = code.substring(from, to);
            if (!part.isBlank()) {
                int begin = from + part.length() - part.stripLeading().length();
                statements.put(begin, text.substring(begin, to).strip());
            }
            from = to + 1;
        }
        return statements;
    }

    /** Its parameters and its {@code {staging}}s. */
    public List<Placeholder> placeholders() {
        return Placeholder.in(code).stream().map(this::asWritten).toList();
    }

    private Placeholder asWritten(Placeholder found) {
        int end = found.at() + found.text().length();
        return Placeholder.in(text.substring(found.at(), end)).stream()
                .findFirst()
                .map(same -> new Placeholder(same.name(), same.type(), found.at(), same.text()))
                .orElse(found);
    }

    /** The first line that is not only a comment, from where its code begins. */
    public SqlText firstLine() {
        int from = text.length() - code.stripLeading().length();
        int newline = text.indexOf('\n', from);
        return of(engine, text.substring(from, newline < 0 ? text.length() : newline));
    }

    /** The statement with a character of its code twice wherever it is there once. */
    public SqlText withDoubled(char character) {
        StringBuilder doubled = new StringBuilder(text);
        for (int at = code.length() - 1; at >= 0; at--) {
            if (code.charAt(at) == character) {
                doubled.insert(at, character);
            }
        }
        return of(engine, doubled.toString());
    }

    /**
     * The statement with something else for each parameter.
     *
     * @param instead what stands for a placeholder that is not {@code {staging}}
     */
    public String withPlaceholders(Function<Placeholder, String> instead) {
        StringBuilder filled = new StringBuilder(text);
        List<Placeholder> found = placeholders().stream()
                .filter(placeholder -> !placeholder.isStaging())
                .toList();
        for (int i = found.size() - 1; i >= 0; i--) {
            Placeholder placeholder = found.get(i);
            filled.replace(
                    placeholder.at(), placeholder.at() + placeholder.text().length(), instead.apply(placeholder));
        }
        return filled.toString();
    }

    /**
     * The statement with a table's name for each {@code {staging}}.
     *
     * @param table quoted, if it needs to be
     */
    public String withStaging(String table) {
        StringBuilder filled = new StringBuilder(text);
        List<MatchResult> found = STAGING.matcher(code).results().toList();
        for (int i = found.size() - 1; i >= 0; i--) {
            filled.replace(found.get(i).start(), found.get(i).end(), table);
        }
        return filled.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
