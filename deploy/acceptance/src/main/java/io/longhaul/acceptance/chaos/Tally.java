package io.longhaul.acceptance.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came of many scripts together. Thread-safe. */
final class Tally {

    private final List<Outcome> outcomes = new ArrayList<>();

    synchronized void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    synchronized boolean isWell() {
        return outcomes.stream().allMatch(Outcome::isWell);
    }

    /** The last lines. */
    synchronized String summary() {
        Map<String, Long> kinds = outcomes.stream()
                .flatMap(outcome -> outcome.blows().stream())
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
        long kills = kinds.entrySet().stream()
                .filter(kind -> kind.getKey().startsWith("kill"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        List<Long> failed = outcomes.stream()
                .filter(outcome -> !outcome.isWell())
                .map(outcome -> outcome.script().seed())
                .toList();
        return """
                runs        %d (%s), looked at %d times at an end
                kills       %d (%s)
                other       %s
                lost        %d rows
                duplicated  %d rows
                stuck       %d
                violations  %d%s
                takeover    %s from death to the next statement
                gone        %s from the wish to the statement's end""".formatted(
                outcomes.size(),
                counts(outcomes.stream()
                        .collect(Collectors.groupingBy(
                                o -> o.end().toLowerCase(Locale.ROOT), TreeMap::new, Collectors.counting()))),
                outcomes.stream().mapToInt(Outcome::ends).sum(),
                kills,
                counts(kinds.entrySet().stream()
                        .filter(kind -> kind.getKey().startsWith("kill"))
                        .collect(Collectors.toMap(
                                kind -> kind.getKey().substring("kill ".length()),
                                Map.Entry::getValue,
                                Long::sum,
                                TreeMap::new))),
                counts(kinds.entrySet().stream()
                        .filter(kind -> !kind.getKey().startsWith("kill"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new))),
                outcomes.stream().mapToLong(Outcome::lost).sum(),
                outcomes.stream().mapToLong(Outcome::doubled).sum(),
                outcomes.stream().filter(Outcome::stuck).count(),
                outcomes.stream().mapToLong(o -> o.violations().size()).sum(),
                failed.isEmpty() ? "" : " in the runs with seed " + failed,
                times(outcomes.stream().flatMap(o -> o.takeovers().stream()).toList()),
                times(outcomes.stream().flatMap(o -> o.goneAfter().stream()).toList()));
    }

    private static String counts(Map<String, Long> kinds) {
        return kinds.isEmpty()
                ? "none"
                : kinds.entrySet().stream()
                        .map(kind -> kind.getKey() + " " + kind.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String times(List<Duration> times) {
        if (times.isEmpty()) {
            return "not measured";
        }
        List<Duration> sorted = times.stream().sorted().toList();
        return "median %.1f s, worst %.1f s of %d,"
                .formatted(
                        sorted.get(sorted.size() / 2).toMillis() / 1000.0,
                        sorted.get(sorted.size() - 1).toMillis() / 1000.0,
                        sorted.size());
    }
}
