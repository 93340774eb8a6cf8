package io.longhaul.worker.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What comes out otherwise each time though nothing happens, such as the time of day or random numbers: nothing can be
 * told from it.
 *
 * @param byThing the columns of each thing; all of it where its definition or its number of rows is unsteady
 */
record Unsteady(NavigableMap<String, NavigableSet<String>> byThing) {

    private static final String ALL = "*";

    static Unsteady none() {
        return new Unsteady(new TreeMap<>());
    }

    /** This and what differs between two undisturbed runs. */
    Unsteady and(Sight one, Sight other) {
        NavigableMap<String, NavigableSet<String>> all = new TreeMap<>(byThing);
        NavigableSet<String> names = new TreeSet<>(one.things().keySet());
        names.addAll(other.things().keySet());
        for (String name : names) {
            NavigableSet<String> columns = new TreeSet<>(columns(name));
            Thing first = one.things().get(name);
            Thing second = other.things().get(name);
            if (first == null
                    || second == null
                    || !first.definition().equals(second.definition())
                    || !first.rows().equals(second.rows())) {
                columns.add(ALL);
            } else {
                first.sums().keySet().stream()
                        .filter(column -> !Objects.equals(
                                first.sums().get(column), second.sums().get(column)))
                        .forEach(columns::add);
            }
            if (!columns.isEmpty()) {
                all.put(name, columns);
            }
        }
        return new Unsteady(all);
    }

    boolean isWhole(String thing) {
        return columns(thing).contains(ALL);
    }

    NavigableSet<String> columns(String thing) {
        return byThing.getOrDefault(thing, new TreeSet<>());
    }

    /** A sentence for each. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        byThing.forEach((name, columns) -> {
            List<String> named = columns.stream()
                    .filter(column -> !column.equals(Thing.ROW) && !column.equals(ALL))
                    .toList();
            sentences.add(
                    isWhole(name) || named.isEmpty()
                            ? "%s is not the same after two undisturbed runs, and was not compared".formatted(name)
                            : "%s: %s not the same after two undisturbed runs, and not compared"
                                    .formatted(name, String.join(", ", named) + (named.size() == 1 ? " is" : " are")));
        });
        return sentences;
    }
}
