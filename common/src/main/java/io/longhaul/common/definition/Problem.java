package io.longhaul.common.definition;

import java.util.regex.Pattern;

/**
 * One mistake, printed as one line that editors and CI systems can jump from.
 *
 * @param file name of the file; the directory as it was given, when the mistake is there
 * @param line from 1; 0 when the mistake is not in one place of the file
 * @param column from 1, counted in code points; 0 with line 0
 * @param wrong what is wrong
 * @param right what would be right
 */
public record Problem(String file, int line, int column, String wrong, String right) {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    public Problem {
        file = oneLine(file);
        wrong = oneLine(wrong);
        right = oneLine(right);
    }

    @Override
    public String toString() {
        String place = line == 0 ? file : "%s:%d:%d".formatted(file, line, column);
        return "%s: %s; %s".formatted(place, wrong, right);
    }

    /** A definition may be quoted in a sentence; nothing in it may forge a line of the output or of a log. */
    private static String oneLine(String sentence) {
        return CONTROL.matcher(sentence).replaceAll(" ").strip();
    }
}
