package io.longhaul.acceptance.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What one benchmark has found. For one thread. */
final class Findings {

    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void add(String name, String unit, String means, Collection<? extends Number> numbers) {
        figures.add(Figure.of(name, unit, means, numbers));
    }

    void add(String name, String unit, String means, Collection<? extends Number> numbers, Bar bar) {
        figures.add(Figure.of(name, unit, means, numbers).against(bar));
    }

    /** What a reader should know beside the figures. */
    void note(String text) {
        notes.add(text);
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
