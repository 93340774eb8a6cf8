package io.longhaul.dispatcher.text;

import java.util.ArrayList;
import java.util.List;

/** Labelled facts, one beneath the other; a long one goes on beneath its own beginning. */
public final class Facts {

    private static final int LABEL = 11;

    private final List<String> lines = new ArrayList<>();
    private final int width;
    private final boolean colours;

    /** Facts for a terminal that is {@code width} characters wide. */
    public Facts(int width, boolean colours) {
        this.width = width;
        this.colours = colours;
    }

    /** Adds a fact. */
    public void add(String label, String text) {
        add(label, text, Tone.PLAIN, Integer.MAX_VALUE);
    }

    /** Adds a fact in a tone, cut after so many lines. */
    public void add(String label, String text, Tone tone, int maxLines) {
        List<String> wrapped = wrap(text, width - LABEL, maxLines);
        for (int i = 0; i < wrapped.size(); i++) {
            String head = Tone.QUIET.paint("%-11s".formatted(i == 0 ? label : ""), colours && i == 0);
            lines.add(head + tone.paint(wrapped.get(i), colours));
        }
    }

    /** The facts, each line ended. */
    public String draw() {
        return String.join("", lines.stream().map(line -> line + "\n").toList());
    }

    /** The text in lines of at most so many characters; what needs more lines than there may be is cut. */
    public static List<String> wrap(String text, int width, int maxLines) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip().replaceAll("\\s+", " ");
        while (rest.length() > width && lines.size() < maxLines - 1) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > width / 2 ? space : width;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest.length() > width ? rest.substring(0, width - 1) + "…" : rest);
        return lines;
    }
}
