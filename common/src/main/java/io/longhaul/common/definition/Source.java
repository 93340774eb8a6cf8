package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Scalar;

/**
 * The text of a file.
 *
 * @param file its name, for people
 * @param text all of it
 */
record Source(String file, String text) {

    /**
     * The place, inside a value, of the characters from {@code at} of its text; the beginning of the value where it is
     * written so differently (escapes, folded lines) that they cannot be found.
     */
    Place within(Scalar scalar, int at, String snippet) {
        int from = text.offsetByCodePoints(0, scalar.span().from());
        int to =
                text.offsetByCodePoints(from, scalar.span().to() - scalar.span().from());
        int earlier = occurrences(scalar.value().substring(0, at), snippet);
        int found = text.indexOf(snippet, from);
        for (int i = 0; i < earlier && found >= 0; i++) {
            found = text.indexOf(snippet, found + snippet.length());
        }
        boolean inside = found >= 0 && found + snippet.length() <= to;
        return inside ? advanced(scalar.place(), text.substring(from, found)) : scalar.place();
    }

    /** The place of a character of the text. */
    Place of(int offset) {
        return advanced(new Place(1, 1), text.substring(0, offset));
    }

    private static Place advanced(Place start, String over) {
        int lastNewline = over.lastIndexOf('\n');
        int columns = over.codePointCount(lastNewline + 1, over.length());
        if (lastNewline < 0) {
            return new Place(start.line(), start.column() + columns);
        }
        int newlines = (int) over.chars().filter(c -> c == '\n').count();
        return new Place(start.line() + newlines, columns + 1);
    }

    private static int occurrences(String in, String snippet) {
        int count = 0;
        for (int at = in.indexOf(snippet); at >= 0; at = in.indexOf(snippet, at + snippet.length())) {
            count++;
        }
        return count;
    }
}
