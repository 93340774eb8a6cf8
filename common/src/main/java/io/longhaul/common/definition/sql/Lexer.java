package io.longhaul.common.definition.sql;

import io.longhaul.common.migration.Engine;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Tells a statement's code from its quotes and comments. A doubled quote is a quote, block comments nest, and
 * {@code $tag$ … $tag$} is a string. Where ClickHouse and PostgreSQL differ: by ClickHouse's {@code Lexer.cpp} a
 * backslash escapes inside every kind of quote, backticks are quotes, and {@code # } and {@code //} begin comments; by
 * PostgreSQL's manual ("Lexical Structure") a backslash escapes only in {@code E'…'}.
 */
final class Lexer {

    /** Stands in the code for each character of something quoted, so that all offsets stay as they are. */
    static final char QUOTED = '\uFFFC';

    private static final Pattern POSTGRES_TAG = Pattern.compile("\\$([\\p{L}_][\\p{L}0-9_]*)?\\$");

    private final Engine engine;
    private final String text;
    private final char[] code;
    private OptionalInt unclosed = OptionalInt.empty();

    Lexer(Engine engine, String text) {
        this.engine = engine;
        this.text = text;
        this.code = text.toCharArray();
        for (int at = 0; at < text.length(); ) {
            at = next(at);
        }
    }

    /** The statement, as long as it was, with {@link #QUOTED} for what is quoted and spaces for comments. */
    String code() {
        return new String(code);
    }

    /** Where the quote or comment begins that never ends. */
    OptionalInt unclosed() {
        return unclosed;
    }

    private int next(int at) {
        return switch (text.charAt(at)) {
            case '\'', '"' -> blank(at, endOfQuote(at), QUOTED);
            case '`' -> isClickHouse() ? blank(at, endOfQuote(at), QUOTED) : at + 1;
            case '-' -> text.startsWith("--", at) ? blank(at, endOfLine(at), ' ') : at + 1;
            case '#' ->
                isClickHouse() && (text.startsWith("# ", at) || text.startsWith("#!", at))
                        ? blank(at, endOfLine(at), ' ')
                        : at + 1;
            case '/' -> slash(at);
            case '$' -> dollar(at);
            default -> at + 1;
        };
    }

    private int slash(int at) {
        if (isClickHouse() && text.startsWith("//", at)) {
            return blank(at, endOfLine(at), ' ');
        }
        return text.startsWith("/*", at) ? blank(at, endOfComment(at), ' ') : at + 1;
    }

    private int dollar(int at) {
        boolean insideWord = at > 0 && Character.isJavaIdentifierPart(text.charAt(at - 1));
        int tagEnd = text.indexOf('$', at + 1);
        if (insideWord || tagEnd < 0) {
            return at + 1;
        }
        String tag = text.substring(at, tagEnd + 1);
        if (!isClickHouse() && !POSTGRES_TAG.matcher(tag).matches()) {
            return at + 1;
        }
        int close = text.indexOf(tag, tagEnd + 1);
        if (close < 0) {
            return isClickHouse() ? at + 1 : blank(at, neverEnds(at), QUOTED);
        }
        return blank(at, close + tag.length(), QUOTED);
    }

    private int endOfQuote(int from) {
        char quote = text.charAt(from);
        boolean escapes = isClickHouse() || (quote == '\'' && isEscapeString(from));
        for (int at = from + 1; at < text.length(); at++) {
            if (escapes && text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == quote) {
                if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                    at++;
                } else {
                    return at + 1;
                }
            }
        }
        return neverEnds(from);
    }

    private int endOfComment(int from) {
        int depth = 1;
        for (int at = from + 2; at < text.length(); at++) {
            if (text.startsWith("/*", at)) {
                depth++;
                at++;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at++;
            }
            if (depth == 0) {
                return at + 1;
            }
        }
        return neverEnds(from);
    }

    private int endOfLine(int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline;
    }

    private boolean isClickHouse() {
        return engine == Engine.CLICKHOUSE;
    }

    /** Whether the quote that begins here is {@code E'…'}. */
    private boolean isEscapeString(int quote) {
        boolean marked = quote > 0 && Character.toUpperCase(text.charAt(quote - 1)) == 'E';
        return marked && (quote == 1 || !Character.isJavaIdentifierPart(text.charAt(quote - 2)));
    }

    private int neverEnds(int from) {
        unclosed = OptionalInt.of(from);
        return text.length();
    }

    private int blank(int from, int to, char with) {
        Arrays.fill(code, from, to, with);
        return to;
    }
}
