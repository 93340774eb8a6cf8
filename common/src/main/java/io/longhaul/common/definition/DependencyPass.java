package io.longhaul.common.definition;

import io.longhaul.common.definition.ReadFile.Before;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.version.VersionRange;
import io.longhaul.common.words.Spelling;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the migrations of a directory against each other: what one comes after must be there, come after it in no way,
 * and be possible before it. Files with mistakes count too, as far as they can be read.
 */
final class DependencyPass {

    private final Map<String, ReadFile> files = new HashMap<>();

    DependencyPass(List<ReadFile> files) {
        files.forEach(file -> this.files.putIfAbsent(file.id(), file));
    }

    /** The mistakes in what this one comes after. */
    List<Problem> problems(ReadFile file) {
        List<Problem> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(file.id()));
        for (Before item : file.after()) {
            String id = item.id();
            // That it names itself, or another twice, is a mistake of the file alone.
            if (seen.add(id)) {
                problem(file, item, id).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private Optional<Problem> problem(ReadFile file, Before item, String id) {
        if (!files.containsKey(id)) {
            String right = Spelling.nearest(id, files.keySet())
                    .filter(other -> !other.equals(file.id()))
                    .map("did you mean '%s'?"::formatted)
                    .orElse("put its file into the directory, or leave it out");
            return Optional.of(
                    file.problem(item, "there is no migration %s here".formatted(Sentence.quoted(id)), right));
        }
        List<String> circle = circle(file.id(), id);
        if (!circle.isEmpty()) {
            return Optional.of(file.problem(
                    item, "this goes round in a circle: " + String.join(" after ", circle), "leave one of them out"));
        }
        return outOfRange(file, item, id);
    }

    /**
     * The way from a migration back to itself that begins with this dependency; empty when there is none. Found only
     * from the first migration of a circle in the order of ids, so that each circle is said once.
     */
    private List<String> circle(String start, String next) {
        Map<String, String> from = new HashMap<>(Map.of(next, start));
        Deque<String> open = new ArrayDeque<>(next.compareTo(start) > 0 ? List.of(next) : List.of());
        while (!open.isEmpty()) {
            String at = open.remove();
            for (String further : after(at)) {
                if (further.equals(start)) {
                    return way(start, at, from);
                }
                if (further.compareTo(start) > 0 && from.putIfAbsent(further, at) == null) {
                    open.add(further);
                }
            }
        }
        return List.of();
    }

    private static List<String> way(String start, String last, Map<String, String> from) {
        List<String> way = new ArrayList<>(List.of(start));
        for (String at = last; !at.equals(start); at = from.getOrDefault(at, start)) {
            way.add(0, at);
        }
        way.add(0, start);
        return way;
    }

    /** Ranges that overlap are well: only what can never be done in time is a mistake. */
    private Optional<Problem> outOfRange(ReadFile file, Before item, String id) {
        Optional<VersionRange> own = versions(file.id());
        Optional<VersionRange> its = versions(id);
        return own.isPresent() && its.isPresent() && its.get().isAfter(own.get())
                ? Optional.of(file.problem(
                        item,
                        "%s is for version %s, which comes after this one's versions, %s"
                                .formatted(Sentence.quoted(id), its.get(), own.get()),
                        "let it begin earlier, or this one end later"))
                : Optional.empty();
    }

    private Optional<VersionRange> versions(String id) {
        return Optional.ofNullable(files.get(id))
                .flatMap(ReadFile::definition)
                .map(definition -> definition.migration())
                .map(Migration::versions);
    }

    private List<String> after(String id) {
        return Optional.ofNullable(files.get(id)).map(ReadFile::after).orElse(List.of()).stream()
                .map(Before::id)
                .toList();
    }
}
