package io.longhaul.common.definition.sql;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of one ClickHouse statement. What is said of it holds for its code; quotes and comments do not count. */
public final class SqlText {

    private static final Pattern STAGING = Pattern.compile("\\{\\s*" + Placeholder.STAGING + "\\s*}");
    private static final Pattern CREATES_STAGING = Pattern.compile(
            "\\s*CREATE\\s+(OR\\s+REPLACE\\s+)?TABLE\\s+(IF\\s+NOT\\s+EXISTS\\s+)?" + STAGING.pattern() + ".*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern FIRST_WORD = Pattern.compile("[A-Za-z_]\\w*");

    private static final Pattern UNDOES_ITSELF = Pattern.compile(
            "(EXCHANGE|RENAME)\\s.*|ALTER\\s.*\\s(ATTACH|MOVE)\\s+(PART|PARTITION)\\s.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String text;
    private final String code;
    private final OptionalInt unclosed;

    private SqlText(String text, Lexer lexer) {
        this.text = text;
        this.code = lexer.code();
        this.unclosed = lexer.unclosed();
    }

    public static SqlText of(String text) {
        return new SqlText(text, new Lexer(text));
    }

    /** Whether there is nothing in it but comments. */
    public boolean isBlank() {
        return code.isBlank();
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
        return UNDOES_ITSELF.matcher(code.stripLeading()).lookingAt();
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
        return of(text.substring(from, newline < 0 ? text.length() : newline));
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
