package io.longhaul.worker.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is in the scratch databases at one time.
 *
 * @param things by their names, as in {@code ClickHouse table events}
 */
record Sight(NavigableMap<String, Thing> things) {

    private static final int SHOWN = 60;

    Sight(Map<String, Thing> things) {
        this((NavigableMap<String, Thing>) new TreeMap<>(things));
    }

    /**
     * What is otherwise here, each as a sentence.
     *
     * @param expected what should be here
     * @param as what the other is called: {@code undisturbed}
     * @param unsteady what is not the same twice, even where nothing happens
     */
    List<String> differences(Sight expected, String as, Unsteady unsteady) {
        NavigableSet<String> names = new TreeSet<>(things.keySet());
        names.addAll(expected.things.keySet());
        List<String> found = new ArrayList<>();
        for (String name : names) {
            difference(name, Optional.ofNullable(things.get(name)), expected, as, unsteady)
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Optional<String> difference(
            String name, Optional<Thing> here, Sight expected, String as, Unsteady unsteady) {
        Optional<Thing> there = Optional.ofNullable(expected.things.get(name));
        if (unsteady.isWhole(name)) {
            return Optional.empty();
        }
        if (here.isEmpty()) {
            return Optional.of("%s is not there, %s it is".formatted(name, as));
        }
        if (there.isEmpty()) {
            return Optional.of("%s is there, %s it is not".formatted(name, as));
        }
        return difference(here.get(), there.get(), as, unsteady.columns(name)).map(what -> name + what);
    }

    private static Optional<String> difference(Thing here, Thing there, String as, NavigableSet<String> unsteady) {
        if (!here.definition().equals(there.definition())) {
            int at = firstDifference(here.definition(), there.definition());
            return Optional.of(" is defined otherwise: %s, %s %s"
                    .formatted(excerpt(here.definition(), at), as, excerpt(there.definition(), at)));
        }
        if (!here.rows().equals(there.rows())) {
            return Optional.of(": %d rows, %s %d"
                    .formatted(here.rows().orElse(0), as, there.rows().orElse(0)));
        }
        List<String> columns = here.sums().keySet().stream()
                .filter(column -> !unsteady.contains(column))
                .filter(column ->
                        !Objects.equals(here.sums().get(column), there.sums().get(column)))
                .toList();
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<String> named =
                columns.stream().filter(column -> !column.equals(Thing.ROW)).toList();
        String what = named.isEmpty() ? "in other combinations" : "in " + String.join(", ", named);
        return Optional.of(": %d rows, as many as %s, with other values %s"
                .formatted(here.rows().orElse(0), as, what));
    }

    private static int firstDifference(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    private static String excerpt(String definition, int at) {
        int from = Math.max(0, at - SHOWN / 2);
        int to = Math.min(definition.length(), from + SHOWN);
        return "'%s%s%s'"
                .formatted(
                        from > 0 ? "…" : "",
                        definition.substring(Math.min(from, to), to).replaceAll("\\s+", " "),
                        to < definition.length() ? "…" : "");
    }
}
