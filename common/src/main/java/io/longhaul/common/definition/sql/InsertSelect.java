package io.longhaul.common.definition.sql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reading half of an {@code INSERT … SELECT}.
 *
 * @param select what it reads, without the settings of the whole statement
 * @param rowByRow whether it hands on what it reads row by row: nothing is grouped, joined, sorted or cut, so that the
 *     first rows tell how quick the rest will be
 */
public record InsertSelect(String select, boolean rowByRow) {

    private static final Pattern BEGIN = Pattern.compile("\\b(SELECT|WITH)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern SETTINGS = Pattern.compile("\\bSETTINGS\\s+\\w+\\s*=", Pattern.CASE_INSENSITIVE);
    private static final Pattern WHOLE = Pattern.compile(
            "\\b(GROUP\\s+BY|ORDER\\s+BY|DISTINCT|LIMIT|JOIN|UNION|INTERSECT|EXCEPT\\s+SELECT|HAVING|OVER)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Absent where the statement is none, or one of which that is hard to tell. */
    public static Optional<InsertSelect> in(SqlText statement) {
        if (!statement.isInsert()) {
            return Optional.empty();
        }
        String code = statement.outside();
        Matcher begin = BEGIN.matcher(code);
        if (!begin.find()) {
            return Optional.empty();
        }
        int from = begin.start();
        Matcher settings = SETTINGS.matcher(code);
        int to = settings.find(from) ? settings.start() : end(code);
        String select = statement.toString().substring(from, to).strip();
        return Optional.of(new InsertSelect(
                select, !WHOLE.matcher(statement.code().substring(from, to)).find()));
    }

    private static int end(String code) {
        int semicolon = code.indexOf(';');
        return semicolon < 0 ? code.length() : semicolon;
    }
}
