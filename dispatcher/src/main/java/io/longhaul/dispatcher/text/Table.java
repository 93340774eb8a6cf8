package io.longhaul.dispatcher.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A table without lines, two spaces between its columns; the last column gives way when the terminal is narrow. */
public final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST = 20;

    private final Set<Integer> numbers;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** A table whose columns {@code numbers}, counted from 0, are aligned to the right. */
    public Table(Set<Integer> numbers, String... headers) {
        this.numbers = Set.copyOf(numbers);
        add(List.of(headers).stream().map(Cell::of).toArray(Cell[]::new));
    }

    /** Adds a row with a cell for each header. */
    public void add(Cell... cells) {
        rows.add(List.of(cells));
    }

    /** Draws the table, each line ended, no line wider than {@code width} if there is any way. */
    public String draw(int width, boolean colours) {
        int[] widths = widths(width);
        StringBuilder drawn = new StringBuilder();
        for (List<Cell> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(i == 0 ? "" : GAP).append(draw(row.get(i), widths[i], numbers.contains(i), colours));
            }
            drawn.append(line.toString().stripTrailing()).append('\n');
        }
        return drawn.toString();
    }

    private static String draw(Cell cell, int width, boolean number, boolean colours) {
        String text = cell.fitted(width);
        String space = " ".repeat(Math.max(0, width - text.length()));
        // Painted after it was measured: a terminal gives no room to the codes of a colour.
        String painted = cell.tone().paint(text, colours);
        return number ? space + painted : painted + space;
    }

    private int[] widths(int width) {
        int[] widths = new int[rows.get(0).size()];
        for (List<Cell> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        }
        int last = widths.length - 1;
        int left = width;
        for (int i = 0; i < last; i++) {
            left -= widths[i] + GAP.length();
        }
        widths[last] = Math.min(widths[last], Math.max(left, NARROWEST));
        return widths;
    }

    /**
     * One cell.
     *
     * @param text a single line, cut where there is no room
     * @param tail comes after the text and is never cut
     * @param tone its colour
     */
    public record Cell(String text, String tail, Tone tone) {

        public static Cell of(String text) {
            return of(text, Tone.PLAIN);
        }

        public static Cell of(String text, Tone tone) {
            return new Cell(text, "", tone);
        }

        int width() {
            return text.length() + end().length();
        }

        String fitted(int room) {
            int forText = Math.max(1, room - end().length());
            return (text.length() <= forText ? text : text.substring(0, forText - 1) + "…") + end();
        }

        private String end() {
            return text.isEmpty() || tail.isEmpty() ? tail : " " + tail;
        }
    }
}
