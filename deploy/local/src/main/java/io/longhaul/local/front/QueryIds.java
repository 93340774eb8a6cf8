package io.longhaul.local.front;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The one thing that the library lacks: a statement's own query id. It travels as {@code log_comment}, and the two
 * statements that look at query ids are turned to that.
 */
final class QueryIds {

    /** What may hold the same words without meaning them: strings, quoted names and comments. */
    private static final String QUOTED = "'(?:\\\\.|''|[^'\\\\])*'|\"[^\"]*\"|`[^`]*`|--[^\\n]*|/\\*.*?\\*/";

    private static final Pattern PROCESSES = orQuoted("\\bsystem\\s*\\.\\s*processes\\b");
    private static final Pattern QUERY_ID = orQuoted("\\bquery_id\\b");
    private static final Pattern READS = Pattern.compile(
            "\\A(?:\\s|" + QUOTED + ")*\\(*\\s*(?:SELECT|WITH)\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern KILLS = Pattern.compile("\\A\\s*KILL\\s+QUERY\\b", Pattern.CASE_INSENSITIVE);

    private static final String COMMENT = "Settings['log_comment']";
    private static final String PROCESSES_WITH_IDS = "(SELECT * REPLACE (" + COMMENT + " AS query_id, " + COMMENT
            + " AS initial_query_id) FROM system.processes)";

    private QueryIds() {}

    private static Pattern orQuoted(String wanted) {
        return Pattern.compile("(?:" + QUOTED + ")|(" + wanted + ")", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** The statement for the library; data behind an INSERT is never touched. */
    static byte[] translate(byte[] sql) {
        // One character per byte: what is not ours stays as it was, whatever its encoding.
        String text = new String(sql, StandardCharsets.ISO_8859_1);
        if (KILLS.matcher(text).find()) {
            return replace(QUERY_ID, text, COMMENT);
        }
        if (text.toLowerCase(Locale.ROOT).contains("processes")
                && READS.matcher(text).find()) {
            return replace(PROCESSES, text, PROCESSES_WITH_IDS);
        }
        return sql;
    }

    private static byte[] replace(Pattern pattern, String text, String by) {
        return pattern.matcher(text)
                .replaceAll((MatchResult match) ->
                        java.util.regex.Matcher.quoteReplacement(match.group(1) == null ? match.group() : by))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
