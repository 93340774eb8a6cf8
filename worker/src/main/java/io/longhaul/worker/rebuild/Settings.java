package io.longhaul.worker.rebuild;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings of tables that are switched for the time of a rebuild, and put back. Each statement may be repeated. */
final class Settings {

    private Settings() {}

    /** What they are before, so that they can be put back; empty for those that are not set. */
    static Map<String, String> before(EngineClauses clauses, Map<String, String> switched) {
        Map<String, String> before = new LinkedHashMap<>();
        switched.keySet().forEach(name -> before.put(name, clauses.settings().getOrDefault(name, "")));
        return before;
    }

    static void set(Sender sender, String table, Map<String, String> values) throws InterruptedException {
        if (!values.isEmpty()) {
            sender.send("ALTER TABLE %s MODIFY SETTING %s"
                    .formatted(
                            sender.quoted(table),
                            values.entrySet().stream()
                                    .map(value -> value.getKey() + " = " + value.getValue())
                                    .collect(Collectors.joining(", "))));
        }
    }

    /** Puts back what {@link #before} had found; what is as it was already is left alone. */
    static void restore(Sender sender, TableFacts table, Map<String, String> before) throws InterruptedException {
        List<String> reset = before.entrySet().stream()
                .filter(setting -> setting.getValue().isEmpty()
                        && table.clauses().settings().containsKey(setting.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        if (!reset.isEmpty()) {
            sender.send(
                    "ALTER TABLE %s RESET SETTING %s".formatted(sender.quoted(table.name()), String.join(", ", reset)));
        }
        Map<String, String> set = new LinkedHashMap<>();
        before.forEach((name, value) -> {
            if (!value.isEmpty() && !value.equals(table.clauses().settings().get(name))) {
                set.put(name, value);
            }
        });
        set(sender, table.name(), set);
    }
}
