package io.longhaul.common.definition;

import java.util.Comparator;

/** A line and a column of a file, both counted from 1; columns in code points, as editors count them. */
record Place(int line, int column) implements Comparable<Place> {

    static final Place WHOLE_FILE = new Place(0, 0);

    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
