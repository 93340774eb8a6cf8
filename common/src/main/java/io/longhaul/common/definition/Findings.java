package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The mistakes found in one file so far, by all passes. Not for use by several threads. */
final class Findings {

    static final Comparator<Problem> ORDER =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final Source source;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Node> faulty = Collections.newSetFromMap(new IdentityHashMap<>());

    Findings(Source source) {
        this.source = source;
    }

    void add(Place place, String wrong, String right) {
        problems.add(new Problem(source.file(), place.line(), place.column(), wrong, right));
    }

    /** Adds a mistake in a value, of which later passes then say nothing more. */
    void fault(Node node, String wrong, String right) {
        faulty.add(node);
        add(node.place(), wrong, right);
    }

    /** Adds a mistake in a part of a text, which begins at a character of it. */
    void within(Scalar text, int at, String snippet, String wrong, String right) {
        add(source.within(text, at, snippet), wrong, right);
    }

    boolean isFaulty(Node node) {
        return faulty.contains(node);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** In the order of their places. */
    List<Problem> problems() {
        return problems.stream().sorted(ORDER).toList();
    }
}
