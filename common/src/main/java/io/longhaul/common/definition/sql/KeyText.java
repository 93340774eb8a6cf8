package io.longhaul.common.definition.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The text of a key of ClickHouse, such as a sorting key: expressions, one or several of them. */
public final class KeyText {

    private static final String TUPLE = "tuple";

    private KeyText() {}

    /** Its expressions, whether they stand in parentheses, in {@code tuple( … )} or bare. */
    public static List<String> parts(String key) {
        return atCommas(inner(key.strip()));
    }

    /** Whether a comma divides it, outside of all parentheses. */
    public static boolean isSeveral(String expression) {
        return atCommas(expression).size() > 1;
    }

    private static List<String> atCommas(String inner) {
        String code = SqlText.of(inner).code();
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at <= inner.length(); at++) {
            if (at == inner.length() || (depth == 0 && code.charAt(at) == ',')) {
                parts.add(inner.substring(from, at).strip());
                from = at + 1;
            } else {
                depth += step(code.charAt(at));
            }
        }
        parts.removeIf(String::isEmpty);
        return parts;
    }

    /** Where a parenthesis or bracket opens that is never closed, or closes that was never opened. */
    public static OptionalInt unbalanced(String text) {
        String code = SqlText.of(text).code();
        List<Integer> open = new ArrayList<>();
        for (int at = 0; at < code.length(); at++) {
            int step = step(code.charAt(at));
            if (step > 0) {
                open.add(at);
            } else if (step < 0 && open.isEmpty()) {
                return OptionalInt.of(at);
            } else if (step < 0) {
                open.remove(open.size() - 1);
            }
        }
        return open.isEmpty() ? OptionalInt.empty() : OptionalInt.of(open.get(0));
    }

    /** The same expression with its space as ClickHouse writes it, to be held against another. */
    public static String normal(String part) {
        String code = SqlText.of(part).code();
        StringBuilder normal = new StringBuilder();
        for (int at = 0; at < part.length(); at++) {
            boolean space = Character.isWhitespace(code.charAt(at));
            boolean insideWords =
                    space && !normal.isEmpty() && isWord(normal.charAt(normal.length() - 1)) && isWord(next(part, at));
            if (!space) {
                normal.append(part.charAt(at));
            } else if (insideWords) {
                normal.append(' ');
            }
        }
        return normal.toString();
    }

    private static char next(String text, int from) {
        return text.substring(from).stripLeading().isEmpty()
                ? ' '
                : text.substring(from).stripLeading().charAt(0);
    }

    private static boolean isWord(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '`';
    }

    private static int step(char character) {
        return switch (character) {
            case '(', '[' -> 1;
            case ')', ']' -> -1;
            default -> 0;
        };
    }

    private static String inner(String key) {
        String text = key.regionMatches(true, 0, TUPLE, 0, TUPLE.length())
                ? key.substring(TUPLE.length()).strip()
                : key;
        if (!text.startsWith("(") || !text.endsWith(")")) {
            return key;
        }
        String code = SqlText.of(text).code();
        int depth = 0;
        for (int at = 0; at < text.length() - 1; at++) {
            depth += step(code.charAt(at));
            if (depth == 0) {
                return key;
            }
        }
        return text.substring(1, text.length() - 1).strip();
    }
}
